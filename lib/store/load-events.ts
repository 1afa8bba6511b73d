/** Events of a stretch of time, newest first, a page at a time. */

import type { LbEvent } from '../model/lb-event.ts'
import { fromEventRow } from './event-row.ts'
import type { Prisma } from './generated/client.ts'
import type { Store } from './store.ts'

export const EVENTS_PAGE_LIMIT = 1_000

export type EventsQuestion = {
  /** Both ends belong to the stretch. */
  fromMs: number
  toMs: number
  kind?: string
  /** A load balancer, `loadBalancer/pool`, `loadBalancer/pool/server`, a host, or what an event at a host is about. */
  subject?: string
  limit: number
  /** `nextCursor` of the page before. */
  cursor?: string
}

export type EventPage = { events: LbEvent[]; nextCursor: string | null }

/** An unreadable cursor is as good as none: the first page. */
export async function loadEvents(store: Store, question: EventsQuestion): Promise<EventPage> {
  const limit = pageLimit(question.limit)
  const { subject } = question
  const and: Prisma.EventWhereInput[] = [{ atMs: { gte: question.fromMs, lte: question.toMs } }]
  if (question.kind !== undefined) and.push({ kind: question.kind })
  if (subject !== undefined)
    and.push({
      OR: [
        { loadBalancer: subject },
        { poolId: subject },
        { serverId: subject },
        { host: subject },
        { about: subject },
      ],
    })
  const after = readCursor(question.cursor)
  if (after) and.push({ atMs: { lte: after.atMs } }, { NOT: { atMs: after.atMs, id: { gte: after.id } } })
  const rows = await store.prisma.event.findMany({
    where: { AND: and },
    orderBy: [{ atMs: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    events: page.map(fromEventRow),
    nextCursor: rows.length > limit && last ? `${last.atMs}:${last.id}` : null,
  }
}

/** Newest first; what is not on record is left out. */
export async function loadEventsById(store: Store, ids: readonly string[]): Promise<LbEvent[]> {
  const rows = await store.prisma.event.findMany({
    where: { id: { in: ids.slice(0, EVENTS_PAGE_LIMIT) } },
    orderBy: [{ atMs: 'desc' }, { id: 'desc' }],
  })
  return rows.map(fromEventRow)
}

export const pageLimit = (asked: number) => Math.min(Math.max(1, Math.floor(asked) || 1), EVENTS_PAGE_LIMIT)

export function readCursor(cursor: string | undefined): { atMs: number; id: string } | null {
  const parts = /^(-?[\d.e+]+):(.+)$/s.exec(cursor ?? '')
  const atMs = Number(parts?.[1])
  return parts?.[2] !== undefined && Number.isFinite(atMs) ? { atMs, id: parts[2] } : null
}
