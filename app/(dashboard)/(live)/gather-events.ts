/** Proxies that start or stop in one breath are one line of the tape, not one each. */

import type { EventView } from '#lib/views/live-view'

const BREATH_MS = 1000
const NAMED = 3

const together = (a: EventView, b: EventView) =>
  a.kind === 'proxy-state' &&
  b.kind === 'proxy-state' &&
  a.to === b.to &&
  a.loadBalancer === b.loadBalancer &&
  Math.abs(a.atMs - b.atMs) <= BREATH_MS

function inOneLine(events: EventView[]): EventView {
  const [first] = events
  const names = events.map((event) => event.pool ?? '?').reverse()
  const more = names.length - NAMED
  const text = `${names.length} proxies ${first!.to}: ${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return { ...first!, pool: null, text }
}

/** Newest first in, newest first out. */
export function gatherEvents(events: readonly EventView[]): EventView[] {
  const lines: EventView[][] = []
  for (const event of events) {
    const last = lines.at(-1)
    if (last && together(last[0]!, event)) last.push(event)
    else lines.push([event])
  }
  return lines.map((line) => (line.length > 1 ? inOneLine(line) : line[0]!))
}
