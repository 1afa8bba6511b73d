/** A stick table → the servers of the pool of that name: how many users are bound to each. */

import type { World } from '../model/load-balancer.ts'
import type { StickTableReading } from '../model/stats-reading.ts'
import { type Changes, noChanges, poolKey } from './changes.ts'
import { loadBalancerOf } from './create-world.ts'

const OUT = new Set(['down', 'going-up', 'maint'])

/** Writes into `world`. A table that several pools share counts for the pool that holds it. */
export function applyStickTable(
  world: World,
  { loadBalancer, atMs, table, users }: StickTableReading,
): Changes {
  const lb = loadBalancerOf(world, loadBalancer)
  const changes = noChanges(lb.name)
  const pool = lb.pools.get(table)
  if (!pool || users.size === 0) {
    for (const server of pool?.servers.values() ?? []) if (server.bound) server.bound.users = 0
    return changes
  }
  for (const server of pool.servers.values()) {
    // `srvkey addr` has servers named by their addresses.
    const count = users.get(server.name) ?? users.get(server.address ?? '') ?? 0
    const serving = OUT.has(server.claim.kind) ? (server.bound?.serving ?? null) : { users: count, atMs }
    if (count > 0 || server.bound) server.bound = { users: count, atMs, serving }
  }
  changes.pools.add(poolKey(lb.name, pool.name))
  return changes
}
