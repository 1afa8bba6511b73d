/** The stretch of time in sight: moved, widened and narrowed, never beyond what can be told apart. */

export type TimeWindow = { fromMs: number; toMs: number }

/** A screen of single milliseconds; and a quarter of a year. */
export const SHORTEST_MS = 10
export const LONGEST_MS = 92 * 86_400_000

export const spanOf = ({ fromMs, toMs }: TimeWindow): number => toMs - fromMs

/** By a share of its own length; below zero towards the past. */
export function pan(window: TimeWindow, share: number): TimeWindow {
  const byMs = spanOf(window) * share
  return keep({ fromMs: window.fromMs + byMs, toMs: window.toMs + byMs })
}

/** `factor` below one shows less; what lies at `aroundMs` stays where it is. */
export function zoom(window: TimeWindow, factor: number, aroundMs = middle(window)): TimeWindow {
  const span = spanOf(window)
  const wanted = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, span * factor))
  const share = (aroundMs - window.fromMs) / span
  return keep({ fromMs: aroundMs - wanted * share, toMs: aroundMs + wanted * (1 - share) })
}

/** The stretch between two moments in either order, with a little room on both sides. */
export function between(aMs: number, bMs: number, roomShare = 0): TimeWindow {
  const [fromMs, toMs] = aMs < bMs ? [aMs, bMs] : [bMs, aMs]
  const room = (toMs - fromMs) * roomShare
  const window = { fromMs: fromMs - room, toMs: toMs + room }
  return spanOf(window) < SHORTEST_MS ? around(middle(window), SHORTEST_MS) : keep(window)
}

export const around = (atMs: number, spanMs: number): TimeWindow =>
  keep({ fromMs: atMs - spanMs / 2, toMs: atMs + spanMs / 2 })

/** Moved as little as shows the moment, with room before and after it. */
export function reveal(window: TimeWindow, atMs: number): TimeWindow {
  const room = spanOf(window) * 0.1
  if (atMs < window.fromMs + room) return shift(window, atMs - room - window.fromMs)
  if (atMs > window.toMs - room) return shift(window, atMs + room - window.toMs)
  return window
}

/** Is all of it inside, at no more than so many times its length? */
export const holds = (outer: TimeWindow, inner: TimeWindow): boolean =>
  outer.fromMs <= inner.fromMs && outer.toMs >= inner.toMs

/** The same with a share of its length more on both sides: what is asked for, so that a little panning asks for nothing. */
export function widened(window: TimeWindow, share: number): TimeWindow {
  const room = spanOf(window) * share
  return { fromMs: Math.max(0, window.fromMs - room), toMs: window.toMs + room }
}

const middle = ({ fromMs, toMs }: TimeWindow) => (fromMs + toMs) / 2
const shift = ({ fromMs, toMs }: TimeWindow, byMs: number) =>
  keep({ fromMs: fromMs + byMs, toMs: toMs + byMs })

/** Times begin in 1970. */
function keep({ fromMs, toMs }: TimeWindow): TimeWindow {
  return fromMs < 0 ? { fromMs: 0, toMs: toMs - fromMs } : { fromMs, toMs }
}
