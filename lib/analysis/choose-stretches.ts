/** What of a log is worth being read line by line with every detector: all of a short one, the worst of a long one. */

import type { MinuteSpans, Span } from './minute-spans.ts'
import type { Report } from './report.ts'

/** About 75,000 lines: some seconds. */
export const CLOSE_BYTES = 16 * 1024 * 1024
/** Of one place in a long log: what was before it, and what followed. */
const BEFORE_BYTES = 1024 * 1024
const AFTER_BYTES = 3 * 1024 * 1024
/** States that hurt. */
const BAD = new Set(['down', 'empty'])
const MINUTE_MS = 60_000

/** In the order they lie in, apart from one another. */
export function chooseStretches(
  { worstMinutes, told }: Pick<Report, 'worstMinutes' | 'told'>,
  spans: MinuteSpans,
  sizeBytes: number,
): Span[] {
  if (sizeBytes <= CLOSE_BYTES) return sizeBytes > 0 ? [{ start: 0, end: sizeBytes }] : []
  const worst = [...worstMinutes].sort((a, b) => b.failed - a.failed).map(({ atMs }) => atMs)
  const bad = told.flatMap(({ to, atMs }) => (to !== null && BAD.has(to) && atMs !== null ? [atMs] : []))
  const chosen: Span[] = []
  let left = CLOSE_BYTES
  for (const minute of alternating(worst, bad).map((atMs) => Math.floor(atMs / MINUTE_MS))) {
    const span = spans.get(minute)
    if (!span || chosen.some(({ start, end }) => start <= span.start && span.start < end)) continue
    const stretch = {
      start: Math.max(0, span.start - BEFORE_BYTES),
      end: Math.min(sizeBytes, span.start + AFTER_BYTES, Math.max(span.end, span.start + BEFORE_BYTES)),
    }
    if (stretch.end - stretch.start > left) break
    left -= stretch.end - stretch.start
    chosen.push(stretch)
  }
  return joined(chosen)
}

/** One of each in turn, each once. */
function alternating(a: readonly number[], b: readonly number[]): number[] {
  const all: number[] = []
  for (let i = 0; i < Math.max(a.length, b.length); i++) all.push(...a.slice(i, i + 1), ...b.slice(i, i + 1))
  return [...new Set(all)]
}

function joined(spans: readonly Span[]): Span[] {
  const apart: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = apart.at(-1)
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else apart.push({ ...span })
  }
  return apart
}
