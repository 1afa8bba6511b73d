/** Everything about one pool that is too much for the live picture of all of them. */

import type { World } from '#lib/model/load-balancer'
import type { PoolChecksView, PoolDetailView } from '#lib/views/pool-detail-view'
import type { LintOnce } from './lint-once.ts'
import { toPoolChecks } from './to-pool-checks.ts'
import { toServerEvidence } from './to-server-evidence.ts'

/** `id` is `lb1/app`; null where there is no such pool. */
export function toPoolDetail(lint: LintOnce, world: World, id: string, nowMs: number): PoolDetailView | null {
  const slash = id.indexOf('/')
  const lb = world.loadBalancers.get(id.slice(0, slash))
  const pool = lb?.pools.get(id.slice(slash + 1))
  if (!lb || !pool) return null
  const servers = [...pool.servers.values()].flatMap((server) => toServerEvidence(server, nowMs) ?? [])
  const checks: PoolChecksView = toPoolChecks(lint, lb, pool)
  return { pool: id, atMs: nowMs, servers, checks }
}
