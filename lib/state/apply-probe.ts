/** One direct probe → its server: how many failed in a row and since when, and which version it gave. */

import type { World } from '../model/load-balancer.ts'
import type { ProbeReading } from '../model/probe.ts'
import { addVersion } from './add-version.ts'
import { type Changes, noChanges, serverKey } from './changes.ts'
import { createPoolTraffic } from './create-traffic.ts'

/** Writes into `world`; servers it does not know are passed over. */
export function applyProbe(world: World, reading: ProbeReading): Changes {
  const { loadBalancer, pool: name, server: member, atMs, failure, version, path } = reading
  const changes = noChanges(loadBalancer)
  const lb = world.loadBalancers.get(loadBalancer)
  const pool = lb?.pools.get(name)
  const server = pool?.servers.get(member)
  if (!lb || !pool || !server) return changes
  const before = server.probe
  const sameWord = before !== undefined && (before.failure === null) === (failure === null)
  server.probe = {
    path,
    atMs,
    failure,
    inARow: sameWord ? before.inARow + 1 : 1,
    failingSinceMs: failure === null ? null : (before?.failingSinceMs ?? atMs),
    lastFineMs: failure === null ? atMs : (before?.lastFineMs ?? null),
  }
  if (version !== null && failure === null) {
    pool.traffic ??= createPoolTraffic()
    addVersion(pool.traffic, {
      page: path.slice(0, 300),
      server: member,
      version,
      client: 'polygraph',
      atMs,
      direct: true,
    })
  }
  lb.touchedPools ??= new Set()
  lb.touchedPools.add(name)
  if (!sameWord) changes.servers.add(serverKey(loadBalancer, name, member))
  return changes
}
