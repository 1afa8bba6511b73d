/** How long a server may be unresponsive before its checks take it out of rotation. */

import type { CheckTiming, FailureShape } from './time-to-evict.ts'
import { timeToEvict } from './time-to-evict.ts'

export type EvictingStall = {
  /** No shorter stall evicts. */
  shortestMs: number
  /** Every stall as long as this evicts. */
  alwaysMs: number
}

/**
 * A stall evicts when the last of `fall` checks in a row has failed before it ends: a check that still waits
 * is answered at its end, and one success starts the count again. So the bounds are those of the time to evict.
 * Null where no stall is noticed. Times in ms.
 */
export function stallThatEvicts(
  timing: CheckTiming,
  shape: FailureShape,
  reportedMs: readonly number[] = [],
): EvictingStall | null {
  const time = timeToEvict(timing, shape, reportedMs)
  return time && { shortestMs: time.minMs, alwaysMs: time.maxMs }
}

/** The chance that one stall of `stallMs` evicts, its start falling anywhere between two checks; a band, as the check's duration is one. */
export function chanceThatStallEvicts(
  timing: CheckTiming,
  shape: FailureShape,
  stallMs: number,
  reportedMs: readonly number[] = [],
): { low: number; high: number } {
  const time = timeToEvict(timing, shape, reportedMs)
  if (time === null) return { low: 0, high: 0 }
  const quickestMs = time.minMs
  const phaseMs = timing.interMs * (1 + (timing.spreadPercent ?? 0) / 100)
  const slowestMs = time.maxMs - phaseMs
  const chance = (fixedMs: number) => Math.min(1, Math.max(0, (stallMs - fixedMs) / phaseMs))
  return { low: chance(slowestMs), high: chance(quickestMs) }
}
