/** What pools' servers are believed to carry, as it is kept for the next start of the dashboard. */

import type { CapacityEstimate } from '../model/pool-risk.ts'
import type { KnownCapacity } from './risk-capacity.ts'
import { BELIEVED_MS, type RiskMemory } from './risk-memory.ts'

/** Servers of all pools together; pools beyond it are left out, the newest told come first. */
export const MAX_KEPT_SERVERS = 20_000

export type Believed = NonNullable<RiskMemory['believed']>

/** Servers that are alike have one capacity. */
export type KeptPoolCapacity = {
  pool: string
  atMs: number
  groups: { known: KnownCapacity; servers: string[] }[]
  estimates: CapacityEstimate[]
  assumptions: string[]
}
/** Plain JSON. `leftOut`: pools beyond the limit. */
export type KeptCapacity = { version: 1; pools: KeptPoolCapacity[]; leftOut: number }

/** By pool. What is too old to be believed is not kept. */
export function keepCapacity(all: readonly (readonly [string, Believed])[], nowMs: number): KeptCapacity {
  const kept: KeptCapacity = { version: 1, pools: [], leftOut: 0 }
  const believed = all
    .filter(([, one]) => nowMs - one.atMs <= BELIEVED_MS && one.told.byServer.size > 0)
    .sort(([, a], [, b]) => b.atMs - a.atMs)
  let servers = 0
  for (const [pool, { atMs, told }] of believed) {
    servers += told.byServer.size
    if (servers > MAX_KEPT_SERVERS) {
      kept.leftOut++
      continue
    }
    const groups = new Map<KnownCapacity, string[]>()
    for (const [name, known] of told.byServer) groups.set(known, [...(groups.get(known) ?? []), name])
    const { estimates, assumptions } = told
    kept.pools.push({
      ...{ pool, atMs, estimates, assumptions },
      groups: [...groups].map(([known, names]) => ({ known, servers: names })),
    })
  }
  return kept
}

/** As it was believed; a moment that lies ahead of this clock counts as now. */
export function believedAgain(kept: KeptPoolCapacity, nowMs: number): Believed | null {
  const byServer = new Map(
    kept.groups.flatMap(({ known, servers }) => servers.map((name) => [name, known] as const)),
  )
  if (byServer.size === 0 || nowMs - kept.atMs > BELIEVED_MS) return null
  const { estimates, assumptions } = kept
  return { atMs: Math.min(nowMs, kept.atMs), told: { byServer, estimates, assumptions, reason: null } }
}
