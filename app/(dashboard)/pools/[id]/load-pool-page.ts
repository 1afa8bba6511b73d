/** Reads what the pool page begins with, folded to as many points as it draws. */

import type { EventView, PoolView } from '#lib/views/live-view'
import { readPool } from '../../../read-store.ts'
import { chartSeries, METRICS, type Series } from './chart-series.ts'
import type { Range } from './range.ts'

export type LoadedPool = { stored: PoolView | null; series: Series[]; events: EventView[] }

export async function loadPoolPage(id: string, range: Range, nowMs: number): Promise<LoadedPool> {
  const { pool, samples, events } = await readPool(id, nowMs - range.spanMs, nowMs)
  const names = pool?.servers.map((server) => server.name) ?? []
  return {
    stored: pool,
    series: METRICS.map((metric) => chartSeries(samples, metric, names, range.stepMs)),
    events,
  }
}
