/** What is drawn over the channels: events as pens' marks, and the spans in which claim and evidence disagree. */

import type { EventView, PoolView } from '#lib/views/live-view'

export type StripMark = {
  id: string
  atMs: number
  errorMs: number
  /** Colour: a claim kind, `lie` or `plain`. */
  tone: string
  label: string
  priority: number
}

/** Claim and evidence disagree from here to there; null while they still do. */
export type Lie = { id: string; fromMs: number; toMs: number | null; label: string }

const PRIORITY: Record<string, number> = {
  down: 6,
  'going-down': 2,
  'going-up': 1,
  drain: 5,
  maint: 5,
  up: 4,
}
const WORDS: Record<string, string> = {
  up: 'UP',
  'going-down': 'failing checks',
  'going-up': 'passing checks',
  down: 'DOWN',
  nolb: 'NOLB',
  drain: 'DRAIN',
  maint: 'MAINT',
  'no-check': 'no check',
}

/** The events of one pool, and those of its load balancer as a whole, as marks; oldest first. */
export function marksOf(events: readonly EventView[], loadBalancer: string, pool: string): StripMark[] {
  return events
    .filter((event) => event.loadBalancer === loadBalancer && (event.pool === pool || event.pool === null))
    .filter((event) => !(event.kind === 'verdict' && event.to !== 'lying'))
    .map(markOf)
    .sort((a, b) => a.atMs - b.atMs)
}

function markOf(event: EventView): StripMark {
  const { id, atMs, errorMs } = event
  if (event.kind === 'verdict')
    return { id, atMs, errorMs, tone: 'lie', label: `${event.server ?? event.pool}: lying`, priority: 9 }
  const word = event.to === null ? undefined : WORDS[event.to]
  if (event.kind === 'server-state' && event.server && event.to && word)
    return {
      id,
      atMs,
      errorMs,
      tone: event.to,
      label: `${event.server} ${word}`,
      priority: PRIORITY[event.to] ?? 1,
    }
  return { id, atMs, errorMs, tone: 'plain', label: event.text, priority: event.pool === null ? 3 : 0 }
}

/** One span a server: what still goes on by its verdict, what is over by its verdict events (any order). */
export function liesOf(pool: PoolView, events: readonly EventView[]): Lie[] {
  const lies: Lie[] = []
  const open = new Map<string, EventView>()
  const verdicts = events
    .filter((event) => event.kind === 'verdict' && event.server !== null)
    .filter((event) => event.loadBalancer === pool.loadBalancer && event.pool === pool.name)
    .sort((a, b) => a.atMs - b.atMs)
  for (const event of verdicts) {
    const began = open.get(event.server!)
    if (event.to === 'lying') {
      if (!began) open.set(event.server!, event)
    } else if (began) {
      open.delete(event.server!)
      lies.push({ id: began.id, fromMs: began.atMs, toMs: event.atMs, label: `${event.server}: lied` })
    }
  }
  for (const server of pool.servers)
    if (server.verdict.kind === 'lying')
      lies.push({
        id: `now-${server.name}`,
        fromMs: open.get(server.name)?.atMs ?? server.verdict.sinceMs,
        toMs: null,
        label: `${server.name}: ${server.claim.status}, ${server.verdict.reason}`,
      })
  return lies.sort((a, b) => a.fromMs - b.fromMs)
}
