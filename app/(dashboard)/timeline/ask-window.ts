/** What is asked of the server for a stretch in sight: more than is seen, so that a little panning asks for nothing. */

import { NAMES } from '../../shell/read-url.ts'
import { between, holds, spanOf, type TimeWindow, widened } from './time-window.ts'

/** Parts of an answer; of the third of it in sight every part is about two pixels wide. */
const BUCKETS = 2_000
const ROOM_SHARE = 0.02
const FIRST_MS = 3_600_000
/** How much more on each side. */
const ROOM = 1
/** What is loaded is drawn until a part of it would be so many times wider than it could be. */
const COARSE = 2.2

export const firstWindow = (range: TimeWindow | null, nowMs: number): TimeWindow =>
  range ?? { fromMs: nowMs - FIRST_MS, toMs: nowMs }

/** All of an import, with a little room. */
export function wholeOf(imported: { fromMs: number | null; toMs: number | null } | null): TimeWindow | null {
  const { fromMs = null, toMs = null } = imported ?? {}
  return fromMs === null || toMs === null ? null : between(fromMs, toMs, ROOM_SHARE)
}

/** Whole milliseconds, the same for the same window. */
export function windowUrl(window: TimeWindow, imported: string | null): string {
  const { fromMs, toMs } = widened(window, ROOM)
  const from = Math.max(0, Math.floor(fromMs))
  return `/api/v1/timeline?from=${from}&to=${Math.max(from + 1, Math.ceil(toMs))}&buckets=${BUCKETS}${imported === null ? '' : `&${NAMES.imported}=${imported}`}`
}

/** Does what is loaded show the window as finely as asking again would? */
export function suffices(loaded: TimeWindow & { bucketMs: number }, window: TimeWindow): boolean {
  const finest = Math.max(1, (spanOf(window) * (1 + 2 * ROOM)) / BUCKETS)
  return holds(loaded, window) && loaded.bucketMs <= finest * COARSE
}
