/** How long a server that is failing already stays in rotation, from the strikes it has left. */

import { type CheckTiming, type EvictionTime, type FailureShape, timeToEvict } from './time-to-evict.ts'

/**
 * From now to the eviction in ms, if every further check fails in this way; null where the check never notices.
 * `strikesLeft` as HAProxy counts them: `check_health − check_rise + 1`. At `fall` the server has not failed yet.
 */
export function timeToEvictLeft(
  timing: CheckTiming,
  shape: FailureShape,
  strikesLeft: number,
  reportedMs: readonly number[] = [],
): EvictionTime | null {
  const whole = timeToEvict(timing, shape, reportedMs)
  if (whole === null || strikesLeft >= timing.fall) return whole
  if (strikesLeft <= 0) return { ...whole, minMs: 0, maxMs: 0 }
  const { check } = whole
  const spread = (timing.spreadPercent ?? 0) / 100
  const waitMs = timing.fastInterMs ?? timing.interMs
  // The next check may be about to end, or the last one ended just now.
  return {
    ...whole,
    minMs: (strikesLeft - 1) * (check.minMs + waitMs * (1 - spread)),
    maxMs: strikesLeft * (check.maxMs + waitMs * (1 + spread)),
  }
}
