/** Events of a stretch of time whose words hold all that was asked for, newest first, a page at a time. */

import { setImmediate } from 'node:timers/promises'
import { type EventRow, fromEventRow } from './event-row.ts'
import { Prisma } from './generated/client.ts'
import { type EventPage, type EventsQuestion, pageLimit, readCursor } from './load-events.ts'
import type { Store } from './store.ts'

/** Events looked through in one go; others get their turn in between. */
export const SEARCHED_AT_ONCE = 4_000
/** Of one question; `nextCursor` goes on where it stopped. */
export const SEARCHED_MOST = 2_000_000
export const WORDS_MOST = 8

/** Upper and lower case are one, of ASCII letters. Each word may stand in the sentence, the reason or a name. */
export async function searchEvents(
  store: Store,
  question: EventsQuestion & { text: string },
): Promise<EventPage> {
  const limit = pageLimit(question.limit)
  const words = question.text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, WORDS_MOST)
  let after = readCursor(question.cursor) ?? { atMs: question.toMs, id: AFTER_ALL }
  const found: EventRow[] = []
  for (let searched = 0; searched < SEARCHED_MOST; searched += SEARCHED_AT_ONCE) {
    const [last] = await store.prisma.$queryRaw<{ atMs: number; id: string }[]>`
      SELECT "atMs", "id" FROM "Event"
      WHERE ("atMs", "id") < (${after.atMs}, ${after.id}) AND "atMs" >= ${question.fromMs}
      ORDER BY "atMs" DESC, "id" DESC LIMIT 1 OFFSET ${SEARCHED_AT_ONCE - 1}`
    const until = last
      ? Prisma.sql`("atMs", "id") >= (${last.atMs}, ${last.id})`
      : Prisma.sql`"atMs" >= ${question.fromMs}`
    const rows = await store.prisma.$queryRaw<EventRow[]>`
      SELECT * FROM "Event" WHERE ("atMs", "id") < (${after.atMs}, ${after.id}) AND ${until}
      AND ${holds(words)} AND ${about(question)}
      ORDER BY "atMs" DESC, "id" DESC LIMIT ${limit + 1 - found.length}`
    found.push(...rows)
    if (found.length > limit) return pageOf(found.slice(0, limit), found[limit - 1]!)
    if (!last) return pageOf(found, null)
    after = last
    await setImmediate()
  }
  return pageOf(found, after)
}

/** No id sorts behind it. */
const AFTER_ALL = '\u{10ffff}'

const SAID = Prisma.sql`lower("text" || ' ' || "kind" || ' ' || coalesce("reason", '') || ' ' || coalesce("info", '')
  || ' ' || coalesce("serverId", "poolId", "loadBalancer") || ' ' || coalesce("host", '') || ' ' || coalesce("about", ''))`

function holds(words: readonly string[]): Prisma.Sql {
  if (words.length === 0) return Prisma.sql`1 = 1`
  return Prisma.join(
    words.map((word) => Prisma.sql`instr(${SAID}, ${word}) > 0`),
    ' AND ',
  )
}

function about({ kind, subject }: EventsQuestion): Prisma.Sql {
  const ofKind = kind === undefined ? Prisma.sql`1 = 1` : Prisma.sql`"kind" = ${kind}`
  if (subject === undefined) return ofKind
  return Prisma.sql`${ofKind} AND ${subject} IN ("loadBalancer", "poolId", "serverId", "host", "about")`
}

const pageOf = (rows: readonly EventRow[], last: { atMs: number; id: string } | null): EventPage => ({
  events: rows.map(fromEventRow),
  nextCursor: last && `${last.atMs}:${last.id}`,
})
