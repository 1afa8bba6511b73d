/** HAProxy's status word of a server, and what it means; a word that is not HAProxy's is unknown, never down. */

import type { Claim, ClaimKind } from '../../../model/claim.ts'

const PLAIN: Record<string, ClaimKind> = {
  UP: 'up',
  DOWN: 'down',
  NOLB: 'nolb',
  DRAIN: 'drain',
  MAINT: 'maint',
  'no check': 'no-check',
}

const COUNTED: Record<string, ClaimKind> = {
  UP: 'going-down',
  DOWN: 'going-up',
  NOLB: 'nolb',
  DRAIN: 'drain',
}

/** `status` is the cell's text; it is kept verbatim whatever it says. */
export function readClaim(status: string): Claim {
  const claim: Claim = { status, kind: 'unknown', rising: null, by: null, via: null }
  const plain = Object.hasOwn(PLAIN, status) ? PLAIN[status] : undefined
  if (plain !== undefined) return { ...claim, kind: plain }
  if (status === 'DOWN (agent)') return { ...claim, kind: 'down', by: 'agent' }
  if (status === 'DRAIN (agent)') return { ...claim, kind: 'drain', by: 'agent' }
  if (status === 'MAINT (resolution)') return { ...claim, kind: 'maint', by: 'resolution' }
  const via = /^MAINT \(via ([^/\s]+\/[^)\s]+)\)$/.exec(status)
  if (via) return { ...claim, kind: 'maint', by: 'tracked', via: via[1]! }
  const counted = /^(UP|DOWN|NOLB|DRAIN) (-?\d{1,9})\/(-?\d{1,9})$/.exec(status)
  if (!counted) return claim
  return {
    ...claim,
    kind: COUNTED[counted[1]!] ?? 'unknown',
    rising: { now: Number(counted[2]), of: Number(counted[3]) },
  }
}
