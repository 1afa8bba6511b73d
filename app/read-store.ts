/** Where pages get their first picture from: the store, or nothing while there is none. */

import type { PoolSample } from '#lib/model/server-sample'
import { loadEvents } from '#lib/store/load-events'
import { loadSeries } from '#lib/store/load-series'
import { openReader } from '#lib/store/open-reader'
import { loadSnapshot } from '#lib/store/snapshot'
import type { Store } from '#lib/store/store'
import type { EventView, LiveSnapshot, PoolView } from '#lib/views/live-view'
import { toEventView } from '#lib/views/to-event-view'

export type StoredPool = { pool: PoolView | null; samples: PoolSample[]; events: EventView[] }

const EVENTS_MOST = 100

/** One reader for the life of the process; asked for again where the file was not there yet. */
let reader: Promise<Store> | null = null

async function readStore(): Promise<Store | null> {
  const dataDir = process.env.POLYGRAPH_DATA
  if (!dataDir) return null
  reader ??= openReader(dataDir)
  try {
    return await reader
  } catch {
    reader = null
    return null
  }
}

/** Null where nothing is stored or readable: the page then waits for the live picture, and says so. */
export async function readLiveSnapshot(): Promise<LiveSnapshot | null> {
  const store = await readStore()
  if (!store) return null
  return loadSnapshot(store).catch(() => null)
}

/** `id` is `loadBalancer/pool`; times are epoch ms. */
export async function readPool(id: string, fromMs: number, toMs: number): Promise<StoredPool> {
  const store = await readStore()
  if (!store) return { pool: null, samples: [], events: [] }
  const [snapshot, samples, page] = await Promise.all([
    loadSnapshot(store).catch(() => null),
    loadSeries(store, id, { fromMs, toMs }).catch(() => []),
    loadEvents(store, { fromMs, toMs, subject: id, limit: EVENTS_MOST }).catch(() => ({ events: [] })),
  ])
  const pool = snapshot?.pools.find((each) => each.id === id) ?? null
  return { pool, samples, events: page.events.map(toEventView) }
}
