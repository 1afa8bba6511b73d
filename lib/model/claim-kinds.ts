/** Every claim kind in a fixed order: its index is what samples, the store and the wire carry. */

import type { ClaimKind } from './claim.ts'

/** Append only: stored samples refer to positions. */
export const CLAIM_KINDS: readonly ClaimKind[] = [
  'unknown',
  'up',
  'going-down',
  'going-up',
  'down',
  'nolb',
  'drain',
  'maint',
  'no-check',
]

export const isClaimKind = (word: string | null): word is ClaimKind =>
  word !== null && (CLAIM_KINDS as readonly string[]).includes(word)
