/** The last look at each server before it drained: what it held then, and whether it drained already when first seen. */

import type { LoadBalancer, World } from '../model/load-balancer.ts'
import type { Server } from '../model/server.ts'
import type { DrainBook, LookBefore } from './drain-book.ts'

/** A look that is older when the drain begins says nothing of its start. */
export const LOOK_HOLDS_MS = 5_000

export const isDraining = ({ claim }: Server) => claim.kind === 'drain' || claim.kind === 'maint'

/** Sessions served so far by all its workers; null where nothing counts them. */
export function sumTotals(server: Server): number | null {
  let total: number | null = null
  for (const { sessionsTotal } of server.counters.values())
    if (sessionsTotal !== null) total = (total ?? 0) + sessionsTotal
  return total
}

export function newestLook(server: Server): number | null {
  let atMs: number | null = null
  for (const worker of server.workers?.values() ?? []) atMs = Math.max(atMs ?? 0, worker.atMs)
  return atMs
}

export const lookAt = (server: Server, atMs: number): LookBefore => ({
  ...{ atMs, sessions: server.gauges?.sessions ?? null, total: sumTotals(server) },
  drained: isDraining(server),
})

/** What it held when its drain began, by the last look before; null where that is not known. */
export const sessionsBefore = (look: LookBefore | undefined, startedAtMs: number): number | null =>
  look && !look.drained && startedAtMs - look.atMs <= LOOK_HOLDS_MS ? look.sessions : null

/**
 * Whether what drains now is a drain to follow. Where nobody saw it begin it is one only while somebody is there:
 * a session is open, or more were served than at the first look.
 */
export function isDrainToFollow(before: LookBefore, server: Server): boolean {
  if (!before.drained) return true
  const total = sumTotals(server)
  const grew = total !== null && before.total !== null && total > before.total
  return grew || (server.gauges?.sessions ?? 0) > 0
}

function lookAtAll(book: DrainBook, lb: LoadBalancer, atMs: number): void {
  const found = new Set<string>()
  for (const pool of lb.pools.values())
    for (const server of pool.servers.values()) {
      const key = `${lb.name}/${pool.name}/${server.name}`
      found.add(key)
      const before = book.looks.get(key)
      const look = lookAt(server, newestLook(server) ?? atMs)
      const restarted = before?.drained && (look.total ?? 0) < (before.total ?? 0)
      // While it drains the look before stands.
      if (!look.drained || !before || restarted) book.looks.set(key, look)
    }
  for (const key of book.looks.keys())
    if (key.startsWith(`${lb.name}/`) && !found.has(key)) book.looks.delete(key)
}

/** Writes into `book` where statistics came since the last call; call it after every input. */
export function lookBeforeDrains(book: DrainBook, world: World): void {
  for (const lb of world.loadBalancers.values()) {
    if (lb.statsAtMs === null || book.lookedMs.get(lb.name) === lb.statsAtMs) continue
    book.lookedMs.set(lb.name, lb.statsAtMs)
    lookAtAll(book, lb, lb.statsAtMs)
  }
}
