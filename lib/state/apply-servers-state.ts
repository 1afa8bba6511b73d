/** `show servers state` → the world: addresses of servers whose version does not print them in `show stat`. */

import type { World } from '../model/load-balancer.ts'
import type { ServersStateReading } from '../model/stats-reading.ts'
import { type Changes, noChanges, serverKey } from './changes.ts'
import { loadBalancerOf } from './create-world.ts'

/** Writes into `world`; servers it does not know are left to `show stat`. */
export function applyServersState(world: World, reading: ServersStateReading): Changes {
  const lb = loadBalancerOf(world, reading.loadBalancer)
  const changes = noChanges(lb.name)
  for (const row of reading.servers) {
    const server = lb.pools.get(row.pool)?.servers.get(row.server)
    if (!server || server.address !== null || row.address === null) continue
    const host = row.address.includes(':') ? `[${row.address}]` : row.address
    server.address = row.port === null || row.port === 0 ? host : `${host}:${row.port}`
    changes.servers.add(serverKey(lb.name, row.pool, row.server))
  }
  return changes
}
