/** What the routes about people are given. */

import type { Store } from '#lib/store/store'
import type { Audit } from '../../audit.ts'
import type { SignIn } from '../../sign-in/create-sign-in.ts'

export type PeoplePort = {
  store: Store
  signIn: SignIn
  audit: Audit
  /** Somebody may do less than before: open live pages are asked again. */
  lessAllowed: () => Promise<void>
  now: () => number
}
