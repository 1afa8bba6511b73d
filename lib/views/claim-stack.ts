/** The order in which claims are stacked and listed, worst first, with each one's place in CLAIM_KINDS. */

import type { ClaimKind } from '../model/claim.ts'
import { CLAIM_KINDS } from '../model/claim-kinds.ts'

const WORST_FIRST: readonly ClaimKind[] = [
  'down',
  'going-down',
  'going-up',
  'unknown',
  'nolb',
  'drain',
  'maint',
  'no-check',
  'up',
]

export const CLAIM_STACK: readonly { kind: ClaimKind; index: number }[] = WORST_FIRST.map((kind) => ({
  kind,
  index: CLAIM_KINDS.indexOf(kind),
}))
