/** Narrows down when a change happened that two answers lie around. */

/** HAProxy counts whole seconds since a change from whole seconds: off by up to one either way. */
const LASTCHG_ERROR_MS = 1_000

/** An answer is of some moment after it was asked for. */
const ANSWER_ERROR_MS = 50

export type ChangeTime = { atMs: number; errorMs: number }

/**
 * `sinceChangeS` is HAProxy's `lastchg`, null where it does not move with this change.
 * The middle of what both allow, with half its width as the error.
 */
export function changeTime(previousAtMs: number, nextAtMs: number, sinceChangeS: number | null): ChangeTime {
  let from = Math.min(previousAtMs, nextAtMs)
  let to = nextAtMs
  if (sinceChangeS !== null && sinceChangeS >= 0) {
    const earliest = Math.max(from, nextAtMs - sinceChangeS * 1000 - LASTCHG_ERROR_MS)
    const latest = Math.min(to, nextAtMs - sinceChangeS * 1000 + LASTCHG_ERROR_MS)
    // Where they exclude each other `lastchg` speaks of another change.
    if (earliest <= latest) [from, to] = [earliest, latest]
  }
  return { atMs: Math.round((from + to) / 2), errorMs: Math.max(ANSWER_ERROR_MS, Math.ceil((to - from) / 2)) }
}
