/** `show sess all` → the world: which connection to a server each client's connection goes on over. */

import type { World } from '../model/load-balancer.ts'
import type { SessionsReading } from '../model/stats-reading.ts'
import { loadBalancerOf } from './create-world.ts'

/** A pair is remembered for this long after it was last seen: it may be asked for when the load balancer is gone. */
export const LEG_KEPT_MS = 600_000
export const MAX_LEGS = 20_000

/** Writes into `world`; the oldest pairs go first at the limit. */
export function applySessions(world: World, reading: SessionsReading): void {
  const lb = loadBalancerOf(world, reading.loadBalancer)
  const legs = lb.legs ?? new Map()
  lb.legs = legs
  for (const { client, listener, pool, server, local, remote } of reading.sessions) {
    if (local === null || remote === null) continue
    const key = `${client} ${listener}`
    // Put at the end: the map's order is that of the last sight.
    legs.delete(key)
    legs.set(key, { pool, server, local, remote, atMs: reading.atMs })
  }
  for (const [key, leg] of legs) {
    if (legs.size <= MAX_LEGS && leg.atMs > reading.atMs - LEG_KEPT_MS) break
    legs.delete(key)
  }
}
