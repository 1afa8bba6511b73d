/** Reads what the pool page begins with, folded to as many points as it draws. */

import type { EventView, LiveSnapshot, PoolView } from '#lib/views/live-view'
import { readPastSnapshot, readPool } from '../../../read-store.ts'
import { chartSeries, METRICS, type Series } from './chart-series.ts'
import type { Range } from './range.ts'

export type LoadedPool = {
  stored: PoolView | null
  series: Series[]
  events: EventView[]
  /** The picture of the moment that was asked for. */
  past: LiveSnapshot | null
}

/** `atMs` null: as it is now. */
export async function loadPoolPage(
  id: string,
  range: Range,
  atMs: number | null,
  nowMs: number,
): Promise<LoadedPool> {
  const toMs = atMs ?? nowMs
  const [{ pool, samples, events }, past] = await Promise.all([
    readPool(id, toMs - range.spanMs, toMs),
    atMs === null ? null : readPastSnapshot(atMs),
  ])
  const names = pool?.servers.map((server) => server.name) ?? []
  return {
    stored: pool,
    series: METRICS.map((metric) => chartSeries(samples, metric, names, range.stepMs)),
    events,
    past,
  }
}
