/** Whose line it is where one source serves several load balancers; null where that cannot be told. */

import type { LoadBalancer, World } from '../model/load-balancer.ts'
import type { LogRecord } from '../model/log-record.ts'

/** The one load balancer that fits, or null where none or several do. */
function only(candidates: readonly LoadBalancer[], fits: (lb: LoadBalancer) => boolean): string | null {
  const found = candidates.filter(fits)
  return found.length === 1 ? found[0]!.name : null
}

function subjectOf(record: LogRecord): { pool: string | null; server: string | null } {
  if ('pool' in record) return { pool: record.pool, server: 'server' in record ? record.server : null }
  return { pool: record.kind === 'proxy-state' ? record.proxy : null, server: null }
}

/** By process, then by host name, then by a pool and server that only one of them has, then by being the only one. */
export function attribute(record: LogRecord, world: World, names: readonly string[]): string | null {
  if (names.length === 1) return names[0]!
  const known = names.flatMap((name) => world.loadBalancers.get(name) ?? [])
  const { pid, host } = record
  // Pids repeat between hosts: one that only one of them has is still a strong sign.
  const byPid =
    pid === undefined
      ? null
      : only(known, (lb) => [...lb.processes.values()].some((process) => process.pid === pid))
  const byNode = host === undefined ? null : only(known, (lb) => lb.node === host || lb.name === host)
  if (byNode !== null || byPid !== null) return byNode ?? byPid
  if (host !== undefined && names.includes(host)) return host

  const { pool, server } = subjectOf(record)
  if (pool === null) return null
  const byPool = only(known, (lb) => lb.pools.has(pool))
  if (byPool !== null || server === null) return byPool
  return only(known, (lb) => lb.pools.get(pool)?.servers.has(server) ?? false)
}
