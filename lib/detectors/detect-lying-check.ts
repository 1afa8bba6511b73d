/** A check that passes while the traffic fails, and fails more than that of the pool's other servers. */

import { CLEARED_SHARE, detectFailingTraffic, trafficCleared } from './detect-failing-traffic.ts'
import type { TrafficEvidence } from './traffic-evidence.ts'

export const LYING_CHECK = 'lying-health-check'
/** How many times the median of the others; one server's own share must not raise what it is measured by. */
export const TIMES_MEDIAN = 3

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return 0
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** A check is given this long to notice: two of HAProxy's own intervals are 4 s, its first failing one shows after 2. */
export const CHECK_GRACE_MS = 2_200
/** Without a word of the other servers it is waited so long for one. */
export const ALONE_MS = 3_000

/** So unlikely must it be for a server that fails as often as the others: there are many servers and many windows. */
export const CHANCE = 1e-7
/** What a sound server may fail, where the others tell of nothing. */
export const SOUND_SHARE = 0.01

/** Upper bound (Chernoff) on the chance that so many or more of so many fail at such a share. */
export function chanceOf(failures: number, requests: number, share: number): number {
  const seen = failures / requests
  if (requests === 0 || seen <= share) return 1
  const rest = seen >= 1 ? 0 : (1 - seen) * Math.log((1 - seen) / (1 - share))
  return Math.exp(-requests * (seen * Math.log(seen / share) + rest))
}

export type Suspected = {
  evidence: TrafficEvidence
  /** Shares of the pool's other servers with traffic. */
  shares: readonly number[]
  /** How the others have fared since it began. */
  others: readonly ('fine' | 'failing' | 'silent')[]
  /** It was said last time. */
  before: boolean
  /** When the load balancer last said that it is UP: it must have had the time to know better. */
  claimedAtMs: number
  nowMs: number
}

/** `wait` where it may yet prove to be another's failure, or its check may yet notice. */
export function detectLyingCheck(suspected: Suspected): 'lying' | 'wait' | 'no' {
  const { evidence, shares, others, before, claimedAtMs, nowMs } = suspected
  const stands = detectFailingTraffic(evidence) || (before && !trafficCleared(evidence))
  if (!stands) return 'no'
  if (before) return 'lying'
  // A run of failures that has only begun is worse than its share over the window.
  const share = evidence.inARow > 0 && evidence.requests < 20 ? 1 : evidence.share
  if (share < Math.max(CLEARED_SHARE, TIMES_MEDIAN * median(shares))) return 'no'
  const usual = Math.max(SOUND_SHARE, median(shares))
  const { failures, requests, inARow } = evidence
  const byChance = Math.min(chanceOf(failures, requests, usual), chanceOf(inARow, inARow, usual))
  if (byChance > CHANCE) return 'no'
  const { since } = evidence
  // On a busy machine what was said and what was logged come late: both must reach beyond the grace.
  if (since !== null && Math.min(claimedAtMs, since.lastMs) - since.atMs < CHECK_GRACE_MS) return 'wait'
  const silent = others.length > 0 && others.every((one) => one === 'silent')
  return silent && since !== null && nowMs - since.atMs < ALONE_MS ? 'wait' : 'lying'
}
