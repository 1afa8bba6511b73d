/** Stored buckets of one resolution, decoded; those that cannot be read are counted by reason and left out. */

import type { PoolSample } from '../model/server-sample.ts'
import { decodeSample } from './sample-codec.ts'
import type { Store } from './store.ts'

/** `fromMs` belongs to the stretch, `toMs` does not. Oldest first. */
export async function readSamples(
  store: Store,
  wanted: { pool: string; resolutionS: number; fromMs: number; toMs: number },
): Promise<PoolSample[]> {
  const { pool, resolutionS, fromMs, toMs } = wanted
  const rows = await store.prisma.reading.findMany({
    where: { pool, resolutionS, startMs: { gte: fromMs, lt: toMs } },
    orderBy: { startMs: 'asc' },
  })
  return rows.flatMap((row) => {
    const decoded = decodeSample(row, row.body)
    if (decoded.ok) return decoded.sample
    store.unreadable.set(decoded.reason, (store.unreadable.get(decoded.reason) ?? 0) + 1)
    return []
  })
}
