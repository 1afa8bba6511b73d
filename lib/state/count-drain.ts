/** One look at a draining server's sessions: the curve goes on, arrivals and departures are told apart. */

import { DRAIN_CURVE } from '../model/drain.ts'
import type { DrainEntry } from '../model/drain-entry.ts'

export type DrainCount = {
  atMs: number
  sessions: number
  /** Sessions served so far by the counter; null where there is none. */
  total: number | null
  /** New sessions are let in on purpose: persistence, or nobody told the load balancer yet. */
  admits: boolean
}

/** Arrivals are remembered this long. */
export const ARRIVALS_MS = 120_000

/** Twice as coarse where it would be too long; the first and the newest points stay. */
function addPoint(curve: DrainEntry['drain']['curve'], point: { atMs: number; sessions: number }): void {
  const last = curve.at(-1)
  if (last && last.sessions === point.sessions && curve.at(-2)?.sessions === point.sessions) curve.pop()
  curve.push(point)
  if (curve.length <= DRAIN_CURVE) return
  const kept = curve.filter((_, at) => at % 2 === 0 || at === curve.length - 1)
  curve.splice(0, curve.length, ...kept)
}

/** Writes into `entry`; a look that is not newer than the last changes nothing. */
export function countDrain(entry: DrainEntry, { atMs, sessions, total, admits }: DrainCount): void {
  const { drain } = entry
  if (entry.lookedAtMs !== null && atMs <= entry.lookedAtMs) return
  const before = drain.sessionsLeft
  const came = total === null || entry.sessionsTotal === null ? 0 : Math.max(0, total - entry.sessionsTotal)
  const left = before === null ? 0 : before + came - sessions
  if (left > 0) entry.leftAtMs = atMs
  if (came > 0 && admits) {
    drain.stickyArrivals += came
    entry.arrivedAtMs = atMs
    entry.arrivals.push({ atMs, count: came })
  }
  while ((entry.arrivals[0]?.atMs ?? atMs) < atMs - ARRIVALS_MS) entry.arrivals.shift()
  drain.sessionsAtStart ??= sessions
  drain.sessionsLeft = sessions
  addPoint(drain.curve, { atMs, sessions })
  // Who came and went between two looks was there, too.
  entry.emptySinceMs = sessions > 0 || (came > 0 && admits) ? null : (entry.emptySinceMs ?? atMs)
  entry.lookedAtMs = atMs
  entry.sessionsTotal = total
}
