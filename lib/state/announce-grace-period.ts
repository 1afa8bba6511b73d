/** An announced grace period → drains: every server that it names gets its deadline, and begins to drain where it did not. */

import type { GracePeriod } from '../model/grace-period.ts'
import type { World } from '../model/load-balancer.ts'
import { type DrainBook, newDrain, newEntry } from './drain-book.ts'
import { lookAt, newestLook, sessionsBefore } from './look-before-drain.ts'

/** `10.0.1.1` is every port of it. */
const isAt = (address: string | null, asked: string) =>
  address !== null && (address === asked || address.slice(0, address.lastIndexOf(':')) === asked)

/** Writes into `book`; answers with how many servers it names: none is a reason to refuse it. */
export function announceGracePeriod(book: DrainBook, world: World, told: GracePeriod): number {
  let named = 0
  for (const lb of world.loadBalancers.values()) {
    if (told.loadBalancer !== null && told.loadBalancer !== lb.name) continue
    for (const pool of lb.pools.values()) {
      if (told.pool !== null && told.pool !== pool.name) continue
      for (const server of pool.servers.values()) {
        if (told.server !== null && told.server !== server.name) continue
        if (told.address !== null && !isAt(server.address, told.address)) continue
        named++
        const key = `${lb.name}/${pool.name}/${server.name}`
        const known = book.entries.get(key)
        const runs = known !== undefined && !known.closed && known.drain.endedAtMs === null
        const where = { loadBalancer: lb.name, pool: pool.name, server: server.name }
        const since = { atMs: told.atMs, errorMs: 0 }
        const entry = runs ? known : newEntry(key, newDrain(where, 'grace-period', since), null)
        entry.drain.sessionsAtStart ??= sessionsBefore(lookAt(server, newestLook(server) ?? 0), told.atMs)
        entry.announced = { endsAtMs: told.endsAtMs, by: told.by }
        book.entries.set(key, entry)
      }
    }
  }
  return named
}
