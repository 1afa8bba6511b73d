/** A pool and its servers as the screens draw them. */

import type { Drain } from '../model/drain.ts'
import type { Pool } from '../model/pool.ts'
import type { Server, ServerRates } from '../model/server.ts'
import type { Gauges } from '../model/stats-reading.ts'
import { checkProves, strikesLeft } from './check-facts.ts'
import type { PoolView, ServerNumbers, ServerView } from './live-view.ts'
import { toDrainViews } from './to-drain-view.ts'

const tenth = (value: number | null | undefined) =>
  value === null || value === undefined ? null : Math.round(value * 10) / 10

function toNumbers(gauges: Gauges | null, rates: ServerRates | null): ServerNumbers {
  return [
    gauges?.sessions ?? null,
    tenth(rates?.requestRate),
    tenth(rates?.failureRate),
    gauges?.queue ?? null,
    gauges?.responseTimeMs ?? gauges?.totalTimeMs ?? null,
  ]
}

function lastCheckWords(server: Server): string | null {
  const { check } = server
  if (!check?.status) return null
  const parts = [check.status, check.code, check.lastText && `"${check.lastText}"`]
  const took = check.durationMs === null ? '' : ` in ${check.durationMs} ms`
  return parts.filter((part) => part !== null && part !== '').join(' ') + took
}

export function toServerView(server: Server): ServerView {
  return {
    name: server.name,
    address: server.address,
    backup: server.backup,
    claim: { status: server.claim.status, kind: server.claim.kind },
    claimSinceMs: server.claimSinceMs,
    verdict: server.verdict,
    weight: server.weight,
    strikes: strikesLeft(server),
    checkProves: checkProves(server),
    lastCheck: lastCheckWords(server),
    numbers: toNumbers(server.gauges, server.rates),
  }
}

export const poolId = (loadBalancer: string, pool: string) => `${loadBalancer}/${pool}`

/** `drains`: those of the load balancer; the pool's own are picked. */
export function toPoolView(
  loadBalancer: string,
  pool: Pool,
  fresh: boolean,
  drains: Iterable<Drain> = [],
): PoolView {
  const own = toDrainViews(drains, pool.name)
  return {
    ...(own.length > 0 && { drains: own }),
    ...(pool.risk && { risk: pool.risk }),
    id: poolId(loadBalancer, pool.name),
    loadBalancer,
    name: pool.name,
    mode: pool.mode,
    status: pool.status,
    fresh,
    numbers: toNumbers(pool.gauges, pool.rates),
    servers: [...pool.servers.values()].map(toServerView),
  }
}
