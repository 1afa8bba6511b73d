/** Two simpler guesses of how many sessions are open at a deadline, by the lab's own knowledge of every session. */

import type { ClientConnection } from '../net/programs/connect.ts'

const endOf = (one: ClientConnection) => one.ended?.atMs ?? Number.POSITIVE_INFINITY

/** Of those open at the start of a drain, how many still are at a moment. */
export const stillOpen = (
  sessions: readonly ClientConnection[],
  server: string,
  startMs: number,
  atMs: number,
) => sessions.filter((one) => one.server === server && one.openedAtMs <= startMs && endOf(one) > atMs).length

/** One closing rate for all ages: sessions that ended over the time that all were open. */
export function exponentialGuess(
  sessions: readonly ClientConnection[],
  open: number,
  atMs: number,
  deadlineMs: number,
): number {
  const seen = sessions.filter((one) => one.openedAtMs < atMs)
  const ended = seen.filter((one) => endOf(one) <= atMs).length
  const openMs = seen.reduce((sum, one) => sum + Math.min(endOf(one), atMs) - one.openedAtMs, 0)
  return openMs > 0 ? open * Math.exp((-ended / openMs) * (deadlineMs - atMs)) : open
}

/** The line from the start of the drain to now, drawn on. */
export function linearGuess(
  start: { atMs: number; open: number },
  now: { atMs: number; open: number },
  deadlineMs: number,
): number {
  const perMs = now.atMs > start.atMs ? (now.open - start.open) / (now.atMs - start.atMs) : 0
  return Math.max(0, now.open + perMs * (deadlineMs - now.atMs))
}
