/** Where in a log each minute lies: so that what is worth a second look is found again without reading the rest. */

export type Span = { start: number; end: number }
/** By minute since 1970; bytes of the log as it reads when unpacked. */
export type MinuteSpans = Map<number, Span>

export function createMinuteSpans() {
  const spans: MinuteSpans = new Map()
  let minute = Number.NaN
  let current: Span = { start: 0, end: 0 }
  return {
    spans,
    /** Lines of this minute begin and end there. */
    note(at: number, start: number, end: number): void {
      if (at !== minute) {
        minute = at
        const known = spans.get(at)
        current = known ?? { start, end }
        if (!known) spans.set(at, current)
        if (start < current.start) current.start = start
      }
      if (end > current.end) current.end = end
    },
  }
}

export function mergeSpans(to: MinuteSpans, from: MinuteSpans): void {
  for (const [minute, { start, end }] of from) {
    const known = to.get(minute)
    if (!known) to.set(minute, { start, end })
    else Object.assign(known, { start: Math.min(known.start, start), end: Math.max(known.end, end) })
  }
}
