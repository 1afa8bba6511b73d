/** Most of a pool's servers fail together: what they share fails, and not one of them lies. */

import type { Server } from '../model/server.ts'
import { fares } from './failing-since.ts'
import type { TrafficEvidence } from './traffic-evidence.ts'

export const SHARED_DEPENDENCY = 'shared-dependency-failing'

/** `failing` of the `serving` servers with traffic; a pool of one shares nothing. */
export function detectSharedDependency(failing: number, serving: number): boolean {
  return failing >= 2 && failing > serving / 2
}

export type Member = { server: Server; evidence: TrafficEvidence; failing: boolean }

/**
 * Those that have begun to fail with the first, too few failures as they have for a judgement of their own:
 * where all begin within a second or two, the one that trips first is no liar.
 */
export function beginToFail(members: readonly Member[]): number {
  let first: Member | null = null
  for (const one of members) {
    if (!one.failing || one.evidence.since === null) continue
    if (first === null || one.evidence.since.atMs < first.evidence.since!.atMs) first = one
  }
  if (first === null) return 0
  const { atMs, errorMs, requests, failures } = first.evidence.since!
  const sinceMs = atMs - Math.min(errorMs, 1_000)
  const share = requests > 0 ? failures / requests : 1
  return members.filter((one) => !one.failing && fares(one.server, sinceMs, share) === 'failing').length
}
