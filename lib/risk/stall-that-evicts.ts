/** How long a server may be unresponsive before its checks take it out of rotation. */

import type { CheckTiming, FailureShape } from './time-to-evict.ts'
import { timeToEvict } from './time-to-evict.ts'

export type EvictingStall = {
  /** No shorter stall evicts. */
  shortestMs: number
  /** Every stall as long as this evicts. */
  alwaysMs: number
}

/** Share of what the server can do that keeps coming while it stalls and then waits before its checks. */
export type LoadShare = { low: number; high: number }
const NO_LOAD: LoadShare = { low: 0, high: 0 }

/**
 * The stall without load that checks notice as much. A check sent at moment c is answered at `stallMs` + load·c, for so
 * much lies before it; it fails if that is more than `checkMs` after c. All in ms; without end where load is 1 or more.
 */
export function stallWithLoad(stallMs: number, checkMs: number, load: number): number {
  if (stallMs <= checkMs) return stallMs
  return load >= 1 ? Number.POSITIVE_INFINITY : checkMs + (stallMs - checkMs) / (1 - load)
}

/** The other way round. */
const withoutLoad = (stallMs: number, checkMs: number, load: number) =>
  checkMs + Math.max(0, stallMs - checkMs) * (1 - Math.min(1, load))

/**
 * A stall evicts when the last of `fall` checks in a row has failed before it ends: a check that still waits
 * is answered at its end, and one success starts the count again. So the bounds are those of the time to evict,
 * and less where load piles up meanwhile. Null where no stall is noticed. Times in ms.
 */
export function stallThatEvicts(
  timing: CheckTiming,
  shape: FailureShape,
  reportedMs: readonly number[] = [],
  load: LoadShare = NO_LOAD,
): EvictingStall | null {
  const time = timeToEvict(timing, shape, reportedMs)
  return (
    time && {
      shortestMs: withoutLoad(time.minMs, time.check.minMs, load.high),
      alwaysMs: withoutLoad(time.maxMs, time.check.maxMs, load.low),
    }
  )
}

/** The chance that one stall of `stallMs` evicts, its start falling anywhere between two checks; a band, as the check's duration is one. */
export function chanceThatStallEvicts(
  timing: CheckTiming,
  shape: FailureShape,
  stallMs: number,
  reportedMs: readonly number[] = [],
  load: LoadShare = NO_LOAD,
): { low: number; high: number } {
  const time = timeToEvict(timing, shape, reportedMs)
  if (time === null) return { low: 0, high: 0 }
  const quickestMs = time.minMs
  const phaseMs = timing.interMs * (1 + (timing.spreadPercent ?? 0) / 100)
  const slowestMs = time.maxMs - phaseMs
  const chance = (fixedMs: number, checkMs: number, share: number) =>
    Math.min(1, Math.max(0, (stallWithLoad(stallMs, checkMs, share) - fixedMs) / phaseMs))
  return {
    low: chance(slowestMs, time.check.maxMs, load.low),
    high: chance(quickestMs, time.check.minMs, load.high),
  }
}
