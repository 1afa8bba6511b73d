/** The only form in which a token's secret is kept. */

import { createHash } from 'node:crypto'

/** A token holds 256 random bits, so that a plain SHA-256 of it cannot be searched for. */
export function tokenHash(plain: string): string {
  return createHash('sha256').update(plain, 'utf8').digest('hex')
}
