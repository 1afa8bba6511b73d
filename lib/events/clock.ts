/** How far a source's clock is off this host's, from the dates on what it sends: the least delayed line tells most. */

import type { ClockOffset } from '../model/log-time.ts'

/** Lines are watched for this long; their minimum is taken slice by slice. */
export const CLOCK_WINDOW_MS = 600_000
const SLICE_MS = 60_000
/** This many lines, all later than before by more than this, mean that the clock was set. */
const SET_AFTER_LINES = 20
const SET_BY_MS = 2_000

type Slice = { startMs: number; leastMs: number; nextMs: number; lines: number }

/** `offsetMs` is this host's clock minus the source's. */
export type Clock = ClockOffset & { slices: readonly Slice[]; sinceSet: Slice | null; precisionMs: number }

const NO_SLICES: readonly Slice[] = []

function widened(slice: Slice, lateMs: number): Slice {
  const leastMs = Math.min(slice.leastMs, lateMs)
  const nextMs = Math.min(slice.nextMs, Math.max(slice.leastMs, lateMs))
  return { startMs: slice.startMs, leastMs, nextMs, lines: slice.lines + 1 }
}

const fresh = (startMs: number, lateMs: number): Slice => ({
  startMs,
  leastMs: lateMs,
  nextMs: Number.POSITIVE_INFINITY,
  lines: 1,
})

/** What the slices say together: the least lateness, and how sure its second and the rounding make it. */
function settled(slices: readonly Slice[], sinceSet: Slice | null, precisionMs: number): Clock {
  let least = Number.POSITIVE_INFINITY
  let second = Number.POSITIVE_INFINITY
  let lines = 0
  // Of each slice the least comes before its next, so two comparisons do for both. Each log line comes by here.
  for (const slice of slices) {
    lines += slice.lines
    if (slice.leastMs < least) {
      second = Math.min(least, slice.nextMs)
      least = slice.leastMs
    } else if (slice.leastMs < second) second = slice.leastMs
  }
  const spread = Number.isFinite(second) ? second - least : precisionMs
  const rounding = precisionMs / (lines + 1)
  return {
    offsetMs: least,
    errorMs: Math.max(1, Math.ceil(rounding + spread)),
    slices,
    sinceSet,
    precisionMs,
  }
}

/** How many there were only rounds off dates that are coarse: of others a line as late as many changes nothing. */
function tellsNothing(clock: Clock, startMs: number, lateMs: number, precisionMs: number): boolean {
  if (precisionMs !== 1 || clock.precisionMs !== 1 || clock.sinceSet !== null) return false
  const last = clock.slices[clock.slices.length - 1]!
  const isLater = lateMs > clock.offsetMs + clock.errorMs + SET_BY_MS
  return last.startMs === startMs && lateMs >= last.nextMs && !isLater
}

/**
 * `clock` is null before the first line; `precisionMs` is what the date is rounded down to (1 or 1000).
 * A line can only be late, never early, so delays push the estimate nowhere.
 */
export function observeClock(
  clock: Clock | null,
  receivedAtMs: number,
  emittedAtMs: number,
  precisionMs: number,
): Clock {
  const lateMs = receivedAtMs - emittedAtMs
  const startMs = Math.floor(receivedAtMs / SLICE_MS) * SLICE_MS
  const all = clock?.slices ?? NO_SLICES
  const oldest = receivedAtMs - CLOCK_WINDOW_MS
  const old = all.length > 0 && all[0]!.startMs <= oldest ? all.filter((one) => one.startMs > oldest) : all

  if (clock !== null && tellsNothing(clock, startMs, lateMs, precisionMs)) return clock
  const later = clock !== null && lateMs > clock.offsetMs + clock.errorMs + SET_BY_MS
  const before = clock?.sinceSet ?? null
  const sinceSet = later ? (before === null ? fresh(startMs, lateMs) : widened(before, lateMs)) : null
  if (sinceSet !== null && sinceSet.lines >= SET_AFTER_LINES) {
    return settled([{ ...sinceSet, startMs }], null, precisionMs)
  }
  const last = old.at(-1)
  const slices =
    last !== undefined && last.startMs === startMs
      ? [...old.slice(0, -1), widened(last, lateMs)]
      : [...old, fresh(startMs, lateMs)]
  return settled(slices, sinceSet, precisionMs)
}
