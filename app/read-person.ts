/** Who looks at the page, by the header that only the front door can set. */

import { headers } from 'next/headers'
import { IDENTITY_HEADER, type Identity, readIdentity } from '#lib/model/identity'

/** Null where nobody is signed in. */
export async function readPerson(): Promise<Identity | null> {
  return readIdentity((await headers()).get(IDENTITY_HEADER))
}
