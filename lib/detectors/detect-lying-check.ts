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

/** `others` are the shares of the pool's other servers with traffic; `before` is whether it was said last time. */
export function detectLyingCheck(
  evidence: TrafficEvidence,
  others: readonly number[],
  before: boolean,
): boolean {
  const stands = detectFailingTraffic(evidence) || (before && !trafficCleared(evidence))
  if (!stands) return false
  // A run of failures that has only begun is worse than its share over the window.
  const share = evidence.inARow > 0 && evidence.requests < 20 ? 1 : evidence.share
  return before || share >= Math.max(CLEARED_SHARE, TIMES_MEDIAN * median(others))
}
