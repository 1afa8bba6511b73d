/** Of which parts of a stretch anything at all was recorded: the rest is a gap in the record. */

import type { Store } from './store.ts'

/** Times asked for at once: buckets of the readings, and seconds of the hosts' channels. */
const MOST_TIMES = 6_000
/** Two readings further apart than so many of their length leave a gap between them. */
const SPACED = 2.5
/** Hosts' channels are stored again at least so often. */
const NETWORK_EVERY_MS = 10_000

/** Around what happened, something was listening. */
const KNOWN_FOR_MS = 2_500
/** Moments told of one stretch, at most. */
export const KNOWN_PARTS = 1_000

export type Stretch = { fromMs: number; toMs: number }

/**
 * Oldest first; empty where all of it is covered. Null where the record's readings are too many to tell. `known`:
 * moments of which something is known by other means.
 */
export async function loadGaps(
  store: Store,
  { fromMs, toMs }: Stretch,
  known: readonly number[] = [],
): Promise<Stretch[] | null> {
  if (!(fromMs < toMs)) return []
  const nearMs = Math.max(KNOWN_FOR_MS, (toMs - fromMs) / KNOWN_PARTS)
  const covered = known.map((atMs) => ({ fromMs: atMs - nearMs, toMs: atMs + nearMs }))
  for (const resolutionS of [1, 10, 60]) {
    const lengthMs = resolutionS * 1_000
    if ((toMs - fromMs) / lengthMs > MOST_TIMES) continue
    const rows = await store.prisma.$queryRaw<{ startMs: number }[]>`
      SELECT DISTINCT "startMs" FROM "Reading" WHERE "resolutionS" = ${resolutionS}
        AND "startMs" >= ${fromMs - SPACED * lengthMs} AND "startMs" < ${toMs} ORDER BY "startMs"`
    for (const { startMs } of rows) covered.push({ fromMs: startMs, toMs: startMs + SPACED * lengthMs })
  }
  if ((toMs - fromMs) / 60_000 > MOST_TIMES) return null
  const every = Math.max(1_000, Math.ceil((toMs - fromMs) / MOST_TIMES))
  const network = await store.prisma.$queryRaw<{ startMs: number }[]>`
    SELECT MAX("startMs") AS "startMs" FROM "NetworkReading"
      WHERE "startMs" >= ${fromMs - SPACED * NETWORK_EVERY_MS} AND "startMs" < ${toMs}
      GROUP BY CAST("startMs" / ${every} AS INTEGER)`
  for (const { startMs } of network)
    covered.push({ fromMs: startMs, toMs: startMs + Math.max(every, SPACED * NETWORK_EVERY_MS) })
  return between(covered, fromMs, toMs)
}

function between(covered: Stretch[], fromMs: number, toMs: number): Stretch[] {
  const gaps: Stretch[] = []
  let doneMs = fromMs
  for (const each of covered.sort((a, b) => a.fromMs - b.fromMs)) {
    if (each.fromMs > doneMs) gaps.push({ fromMs: doneMs, toMs: Math.min(each.fromMs, toMs) })
    doneMs = Math.max(doneMs, each.toMs)
  }
  if (doneMs < toMs) gaps.push({ fromMs: doneMs, toMs })
  return gaps
}
