/** The nonce by which scripts of this one answer may run. */

import { headers } from 'next/headers'

export async function readNonce(): Promise<string> {
  const policy = (await headers()).get('content-security-policy') ?? ''
  return /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
}
