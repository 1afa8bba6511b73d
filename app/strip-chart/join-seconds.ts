/** The same second of the pool and of the network side by side, for readout and table. */

import type { StripSecond } from '#lib/views/live-view'
import type { NetworkSecond } from '#lib/views/network-view'
import { indexAt } from './time-scale.ts'

export type JoinedSecond = { second: number; pool: StripSecond | null; network: NetworkSecond | null }

/** Both oldest first, and so is the answer. */
export function joinSeconds(pool: readonly StripSecond[], network: readonly NetworkSecond[]): JoinedSecond[] {
  const joined: JoinedSecond[] = []
  let [p, n] = [0, 0]
  while (p < pool.length || n < network.length) {
    const second = Math.min(pool[p]?.second ?? Infinity, network[n]?.second ?? Infinity)
    const own = pool[p]?.second === second ? pool[p++]! : null
    const other = network[n]?.second === second ? network[n++]! : null
    joined.push({ second, pool: own, network: other })
  }
  return joined
}

/** At the cursor; without one the newest that both sides tell of, where both are there at all. */
export function secondAt(joined: readonly JoinedSecond[], cursorMs: number | null): JoinedSecond | null {
  if (cursorMs !== null) return joined[indexAt(joined, cursorMs)] ?? null
  const newest = joined.at(-1)
  if (!newest) return null
  const both = joined.findLast((each) => each.pool && each.network)
  return both && newest.second - both.second <= 2 ? both : newest
}
