/** One pool's numbers over a stretch of time, at the finest resolution that covers it in a drawable number of points. */

import type { PoolSample } from '../model/server-sample.ts'
import { foldSeries } from './fold-samples.ts'
import { readSamples } from './read-samples.ts'
import type { Store } from './store.ts'

/** An hour of seconds, and a little. */
export const SERIES_POINTS_LIMIT = 3_660

export type SeriesQuestion = { fromMs: number; toMs: number; resolutionS?: number }

/** Oldest first; a missing bucket is a gap. The newest part, not yet rolled up, is folded from the finer readings. */
export async function loadSeries(
  store: Store,
  pool: string,
  question: SeriesQuestion,
): Promise<PoolSample[]> {
  const { fromMs, toMs } = question
  if (!(fromMs <= toMs)) return []
  const tiers = await oldestByResolution(store, pool)
  const resolutionS = question.resolutionS ?? chooseResolution(tiers, fromMs, toMs)
  if (resolutionS === null) return []
  const lengthMs = resolutionS * 1_000
  // The whole number of buckets nearest to the end is kept when an asked-for resolution is finer than can be drawn.
  const startMs = Math.max(fromMs, toMs - SERIES_POINTS_LIMIT * lengthMs)
  const samples = await readSamples(store, { pool, resolutionS, fromMs: startMs, toMs: toMs + 1 })
  const last = samples.at(-1)
  let doneMs = last ? last.startMs + lengthMs : startMs
  const tail: PoolSample[] = []
  for (const finer of [...tiers.keys()].filter((tier) => tier < resolutionS).reverse()) {
    tail.push(...(await readSamples(store, { pool, resolutionS: finer, fromMs: doneMs, toMs: toMs + 1 })))
    const newest = tail.at(-1)
    if (newest) doneMs = newest.startMs + newest.resolutionS * 1_000
  }
  samples.push(...foldSeries(tail, resolutionS))
  return samples
}

/** Start of the oldest bucket by resolution, finest first; one index look-up each. */
async function oldestByResolution(store: Store, pool: string): Promise<Map<number, number>> {
  const oldest = new Map<number, number>()
  for (let above = 0; ; ) {
    const row = await store.prisma.reading.findFirst({
      where: { pool, resolutionS: { gt: above } },
      orderBy: [{ resolutionS: 'asc' }, { startMs: 'asc' }],
      select: { resolutionS: true, startMs: true },
    })
    if (!row) return oldest
    oldest.set(row.resolutionS, row.startMs)
    above = row.resolutionS
  }
}

/** A finer resolution is passed over when it cannot be drawn or when a coarser one reaches further back. */
export function chooseResolution(tiers: Map<number, number>, fromMs: number, toMs: number): number | null {
  const all = [...tiers]
  for (const [index, [resolutionS, oldestMs]] of all.entries()) {
    if ((toMs - fromMs) / (resolutionS * 1_000) > SERIES_POINTS_LIMIT) continue
    const reaches = (other: [number, number]) => Math.max(other[1], fromMs) < oldestMs - other[0] * 1_000
    if (oldestMs <= fromMs || !all.slice(index + 1).some(reaches)) return resolutionS
  }
  return all.at(-1)?.[0] ?? null
}
