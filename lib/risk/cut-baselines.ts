/** Two simpler guesses of how many sessions a deadline cuts, kept to be beaten. */

import type { ObservedSession } from './session-survival.ts'

/** One closing rate for all ages: closed sessions over time at risk. */
export function exponentialCuts(seen: readonly ObservedSession[], open: number, leftMs: number): number {
  let [closed, exposureMs] = [0, 0]
  for (const session of seen) {
    if (!session.open) closed++
    exposureMs += session.ageMs - session.firstSeenAgeMs
  }
  return exposureMs > 0 ? open * Math.exp((-closed / exposureMs) * leftMs) : open
}

/** The least-squares line through the curve of sessions left, drawn on to the deadline; the last value where it is one point. */
export function linearCuts(curve: readonly { atMs: number; left: number }[], deadlineMs: number): number {
  const last = curve.at(-1)
  if (!last) return 0
  const meanAt = curve.reduce((sum, point) => sum + point.atMs, 0) / curve.length
  const meanLeft = curve.reduce((sum, point) => sum + point.left, 0) / curve.length
  let [rise, run] = [0, 0]
  for (const { atMs, left } of curve) {
    rise += (atMs - meanAt) * (left - meanLeft)
    run += (atMs - meanAt) ** 2
  }
  const slope = run > 0 ? rise / run : 0
  return Math.min(last.left, Math.max(0, last.left + slope * (deadlineMs - last.atMs)))
}
