/** Which drains the live page lists: stuck ones first, then those with the most to lose, then how the others ended. */

import type { Drain, DrainVerdict } from '#lib/model/drain'
import type { PoolView } from '#lib/views/live-view'

export type DrainOfPool = { drain: Drain; pool: PoolView }

/** More would push everything else off the screen. */
export const DRAINS_SHOWN = 6

const RANK: Record<DrainVerdict, number> = { stuck: 0, running: 1, 'cut-short': 2, clean: 3, 'taken-back': 4 }

const expected = ({ forecast, sessionsLeft }: Drain) => forecast?.openAtDeadline?.high ?? sessionsLeft ?? 0

export function drainsToShow(pools: readonly PoolView[]): {
  shown: DrainOfPool[]
  running: number
  more: number
} {
  const all = pools.flatMap((pool) => (pool.drains ?? []).map((drain) => ({ drain, pool })))
  all.sort(
    (a, b) =>
      RANK[a.drain.verdict] - RANK[b.drain.verdict] ||
      expected(b.drain) - expected(a.drain) ||
      b.drain.startedAtMs - a.drain.startedAtMs,
  )
  return {
    shown: all.slice(0, DRAINS_SHOWN),
    running: all.filter(({ drain }) => drain.endedAtMs === null).length,
    more: Math.max(0, all.length - DRAINS_SHOWN),
  }
}
