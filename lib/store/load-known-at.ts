/** What was known at a moment: every pool's numbers until then, the last word on every server, events and incidents told by then. */

import type { Incident } from '../model/incident.ts'
import type { LbEvent } from '../model/lb-event.ts'
import type { PoolSample } from '../model/server-sample.ts'
import type { NetworkSecond } from '../views/network-view.ts'
import { type EventRow, fromEventRow } from './event-row.ts'
import { loadIncidents } from './load-incidents.ts'
import { loadNetworkSeconds } from './load-network.ts'
import { loadSeries } from './load-series.ts'
import type { Store } from './store.ts'
import type { StoredPool, StoredServer } from './stored-subject.ts'

export type KnownAt = {
  pools: (StoredPool & { servers: StoredServer[] })[]
  /** By pool id, oldest first. */
  samples: Map<string, PoolSample[]>
  /** Newest first. */
  events: LbEvent[]
  /** The newest state and verdict of servers, newest first. */
  words: LbEvent[]
  incidents: Incident[]
  /** By address, oldest first. */
  network: Map<string, NetworkSecond[]>
}

/** How long before the moment numbers are drawn. */
const BEFORE_MS = 300_000
const EVENTS_MOST = 200
const INCIDENTS_MOST = 100
/** Servers whose last word is looked for; a word older than the newest of so many is not found. */
const WORDS_MOST = 5_000
/** Hosts and incidents that began within so long before the moment. */
const DAY_MS = 86_400_000

export async function loadKnownAt(store: Store, atMs: number): Promise<KnownAt> {
  const fromMs = atMs - BEFORE_MS
  const [pools, servers, events, words, incidents, vips] = await Promise.all([
    store.prisma.pool.findMany({ orderBy: { id: 'asc' } }),
    store.prisma.server.findMany(),
    told(store, atMs, EVENTS_MOST),
    lastWords(store, atMs),
    loadIncidents(store, { fromMs: atMs - DAY_MS, toMs: atMs, limit: INCIDENTS_MOST }),
    store.prisma.networkReading.findMany({
      where: { startMs: { gte: fromMs, lte: atMs } },
      distinct: ['vip'],
      select: { vip: true },
    }),
  ])
  const samples = new Map<string, PoolSample[]>()
  for (const { id } of pools) {
    const series = await loadSeries(store, id, { fromMs, toMs: atMs })
    if (series.length > 0) samples.set(id, series)
  }
  const network = new Map<string, NetworkSecond[]>()
  for (const { vip } of vips) network.set(vip, await loadNetworkSeconds(store, { vip, fromMs, toMs: atMs }))
  return {
    pools: pools
      .filter((pool) => samples.has(pool.id))
      .map((pool) => ({ ...pool, servers: servers.filter((server) => server.pool === pool.id) })),
    ...{ samples, events, words, network },
    incidents: incidents.filter((each) => each.detectedAtMs <= atMs),
  }
}

async function told(store: Store, atMs: number, limit: number): Promise<LbEvent[]> {
  const rows = await store.prisma.event.findMany({
    where: { atMs: { lte: atMs }, observedAtMs: { lte: atMs } },
    orderBy: [{ atMs: 'desc' }, { id: 'desc' }],
    take: limit,
  })
  return rows.map(fromEventRow)
}

async function lastWords(store: Store, atMs: number): Promise<LbEvent[]> {
  const rows = await store.prisma.$queryRaw<EventRow[]>`
    SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY "serverId", "kind" ORDER BY "atMs" DESC, "id" DESC) AS "rank"
      FROM "Event" WHERE "kind" IN ('server-state', 'verdict') AND "serverId" IS NOT NULL
        AND "atMs" <= ${atMs} AND "atMs" > ${atMs - 90 * DAY_MS} AND "observedAtMs" <= ${atMs})
    WHERE "rank" = 1 ORDER BY "atMs" DESC LIMIT ${WORDS_MOST}`
  return rows.map(fromEventRow)
}
