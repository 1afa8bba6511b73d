/** Sessions of a pool that are open by its servers' own count and in no list. */

import type { LoadBalancer } from '../../model/load-balancer.ts'
import { OLDEST_MS } from './steady-ages.ts'

/** None is older than its process, or than the last look that listed all. */
export type Unlisted = { count: number; oldestMs: number }

export function unlistedOf(lb: LoadBalancer, pool: string, nowMs: number): Unlisted {
  let count = 0
  for (const { gauges } of lb.pools.get(pool)?.servers.values() ?? []) count += gauges?.sessions ?? 0
  for (const session of lb.sessions?.values() ?? [])
    if (session.pool === pool && !session.worker.startsWith('old-')) count--
  const started = [...lb.processes.values()].map((process) => process.startedAtMs)
  const looked = [...(lb.sessionsAtMs ?? [])].filter(([worker]) => !worker.startsWith('old-'))
  const since = [
    nowMs - OLDEST_MS,
    Math.min(...started.map((atMs) => atMs ?? 0)),
    Math.min(...looked.map(([, atMs]) => atMs)),
  ]
  return {
    count: Math.max(0, count),
    oldestMs: Math.max(0, nowMs - Math.max(...since.filter((atMs) => Number.isFinite(atMs)))),
  }
}
