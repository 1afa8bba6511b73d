/** When what a log line tells happened, on this host's clock, and how far off that may be. */

import type { Exchange } from './log-record.ts'
import type { LogReading } from './reading.ts'

/** This host's clock minus the source's, and how far off that may be. */
export type ClockOffset = { offsetMs: number; errorMs: number }

export type EstimatedTime = { atMs: number; errorMs: number }

/** A line without a usable date happened shortly before it arrived. */
export const UNDATED_ERROR_MS = 1_000
/** A line dated to the whole second that arrives this soon is dated by its arrival. */
export const SECOND_DATED_LAG_MS = 1_500

/** Dates to the whole second stand for any moment of that second. */
export function logTime(reading: LogReading, clock: ClockOffset | null = null): EstimatedTime {
  const dated = reading.record.atMs
  if (dated === null) return { atMs: reading.atMs, errorMs: UNDATED_ERROR_MS }
  const local = dated + (clock?.offsetMs ?? 0)
  const clockErrorMs = clock?.errorMs ?? 0
  if (dated % 1000 !== 0) return { atMs: Math.round(local), errorMs: Math.round(clockErrorMs) }
  const lag = reading.atMs - local
  if (lag >= 0 && lag <= SECOND_DATED_LAG_MS) {
    const within = Math.min(lag, 999)
    return { atMs: Math.round(local + within), errorMs: Math.round(within + clockErrorMs) }
  }
  return { atMs: Math.round(local + 500), errorMs: Math.round(500 + clockErrorMs) }
}

/** When it began and ended, its line being dated `atMs`: some are dated by the one, some by the other. */
export function spanOf(
  { datedAtEnd, timers }: Pick<Exchange, 'datedAtEnd' | 'timers'>,
  atMs: number,
): { startedAtMs: number; endedAtMs: number } {
  const tookMs = timers.totalMs ?? 0
  return datedAtEnd
    ? { startedAtMs: atMs - tookMs, endedAtMs: atMs }
    : { startedAtMs: atMs, endedAtMs: atMs + tookMs }
}
