/** The world → drains: a server that takes no new clients begins one, its sessions are counted until it is over. */

import type { DrainEntry } from '../model/drain-entry.ts'
import type { LoadBalancer, World } from '../model/load-balancer.ts'
import type { Server } from '../model/server.ts'
import { countDrain } from './count-drain.ts'
import { advanceSoftStops } from './count-soft-stop.ts'
import { DRAIN_SHOWN_MS, type DrainBook, MAX_DRAINS, newDrain, newEntry } from './drain-book.ts'
import {
  isDraining,
  isDrainToFollow,
  lookAt,
  lookBeforeDrains,
  newestLook,
  sessionsBefore,
  sumTotals,
} from './look-before-drain.ts'

/** In DRAIN persistent clients come back between two requests: it is empty only after this. */
export const EMPTY_DRAIN_MS = 3_000
/** Two looks agree: nobody is between two counters. */
export const EMPTY_MAINT_MS = 900
/** Late log lines are awaited before the verdict. */
export const SETTLE_MS = 1_500
/** A grace period that ran out and the server serves on: it did not come true. */
export const GRACE_SLACK_MS = 10_000
/** Neither the master nor the log has told of an old process for so long: nobody knows. */
export const UNHEARD_MS = 6 * 3_600_000
/** A reload leaves requests under way on every server: those that ended well at once are not listed. */
export const SHORT_SOFT_STOP_MS = 5_000

const serves = ({ claim }: Server) =>
  claim.kind === 'up' || claim.kind === 'going-down' || claim.kind === 'no-check' || claim.kind === 'nolb'

function open(book: DrainBook, lb: LoadBalancer, pool: string, server: Server, key: string): void {
  const known = book.entries.get(key)
  const since = { atMs: server.claimSinceMs, errorMs: server.claimErrorMs }
  if (known && !known.closed) {
    // Announced before the load balancer knew, or in DRAIN before MAINT: one and the same.
    known.drain.how = server.claim.kind === 'maint' ? 'maint' : 'drain'
    return
  }
  // Late lines of the one before are still awaited.
  if (known && known.drain.endedAtMs === null) return
  const before = book.looks.get(key)
  if (before ? !isDrainToFollow(before, server) : lb.statsAtMs !== null) return
  const how = server.claim.kind === 'maint' ? 'maint' : 'drain'
  const where = { loadBalancer: lb.name, pool, server: server.name }
  const entry = newEntry(key, newDrain(where, how, since), null)
  // Who came since the first look came while it drained.
  if (before?.drained) entry.sessionsTotal = before.total
  entry.drain.sessionsAtStart = sessionsBefore(before, since.atMs)
  book.entries.set(key, entry)
}

/** A counter that fell: another process answers, and what was open on the one before is gone. */
function restarted(entry: DrainEntry, total: number | null): boolean {
  return total !== null && entry.sessionsTotal !== null && total < entry.sessionsTotal
}

function follow(book: DrainBook, entry: DrainEntry, server: Server | undefined, nowMs: number): void {
  const { drain } = entry
  if (server === undefined) {
    entry.over ??= { atMs: nowMs, because: 'gone' }
    entry.closed = true
    return
  }
  if (server.claim.kind === 'down') entry.serverDownAtMs = server.claimSinceMs
  const total = sumTotals(server)
  const atMs = newestLook(server)
  const sessions = server.gauges?.sessions ?? null
  if (atMs !== null && sessions !== null && atMs >= drain.startedAtMs) {
    if (restarted(entry, total)) {
      // A reload: what is still open drains in the old worker; nobody saw the new one begin.
      book.looks.set(entry.key, lookAt(server, atMs))
      entry.closed = true
      entry.over ??= { atMs: nowMs, because: 'taken-back' }
      return
    }
    countDrain(entry, { atMs, sessions, total, admits: server.claim.kind === 'drain' })
  }
  const graceMs = entry.announced?.endsAtMs ?? null
  const unannounced = drain.how !== 'grace-period' || (graceMs !== null && nowMs > graceMs + GRACE_SLACK_MS)
  const isOver = drain.endedAtMs !== null
  if (serves(server) && unannounced) {
    entry.closed = true
    if (!isOver)
      entry.over ??= { atMs: Math.max(drain.startedAtMs, server.claimSinceMs), because: 'taken-back' }
    return
  }
  const quietMs = server.claim.kind === 'drain' ? EMPTY_DRAIN_MS : EMPTY_MAINT_MS
  const { emptySinceMs, lookedAtMs } = entry
  const mayEnd = drain.how !== 'grace-period' || !serves(server)
  if (emptySinceMs !== null && lookedAtMs! - emptySinceMs >= quietMs && mayEnd)
    entry.over ??= { atMs: emptySinceMs, because: 'empty' }
  else if (emptySinceMs === null && entry.over?.because === 'empty') {
    // Persistence let somebody in again: it was not over.
    entry.over = null
    drain.endedAtMs = null
  }
}

function setDeadline(entry: DrainEntry, lb: LoadBalancer | undefined): void {
  const { announced, drain } = entry
  if (announced !== null) {
    drain.deadlineMs = announced.endsAtMs
    drain.deadlineFrom = `grace period announced by ${announced.by}`
    return
  }
  const hardStop = lb?.settings?.process.hardStopAfterMs
  if (drain.how !== 'soft-stop' || !hardStop?.value) return
  drain.deadlineMs = drain.startedAtMs + hardStop.value
  const { origin } = hardStop
  const where = origin.from === 'file' ? ` in ${origin.file}:${origin.line}` : ''
  drain.deadlineFrom = `hard-stop-after ${hardStop.value / 1000} s${where}`
}

/** The newest of each server is in the book; older ones stay on the list while they are shown. */
function list(lb: LoadBalancer, book: DrainBook, nowMs: number): void {
  const drains = lb.drains ?? new Map()
  lb.drains = drains
  for (const entry of book.entries.values())
    if (entry.drain.loadBalancer === lb.name) drains.set(entry.drain.id, entry.drain)
  for (const [id, { endedAtMs, startedAtMs, how, cut }] of drains)
    if (
      (endedAtMs !== null &&
        cut === null &&
        how === 'soft-stop' &&
        endedAtMs - startedAtMs < SHORT_SOFT_STOP_MS) ||
      (endedAtMs !== null && nowMs - endedAtMs > DRAIN_SHOWN_MS) ||
      drains.size > MAX_DRAINS
    )
      drains.delete(id)
}

/** Writes into `book` and the load balancers' lists; call it after input and each second. */
export function advanceDrains(book: DrainBook, world: World, nowMs: number): void {
  lookBeforeDrains(book, world)
  for (const lb of world.loadBalancers.values()) {
    for (const pool of lb.pools.values())
      for (const server of pool.servers.values())
        if (isDraining(server)) open(book, lb, pool.name, server, `${lb.name}/${pool.name}/${server.name}`)
    advanceSoftStops(book, lb, nowMs)
  }
  for (const [key, entry] of book.entries) {
    const { drain } = entry
    const lb = world.loadBalancers.get(drain.loadBalancer)
    const unheard = entry.pid !== null && nowMs - Math.max(entry.leftAtMs, entry.lookedAtMs ?? 0) > UNHEARD_MS
    if (unheard) entry.over ??= { atMs: nowMs, because: 'taken-back' }
    if (entry.pid === null) follow(book, entry, lb?.pools.get(drain.pool)?.servers.get(drain.server), nowMs)
    setDeadline(entry, lb)
    if (entry.over !== null && drain.endedAtMs === null && nowMs - entry.over.atMs >= SETTLE_MS)
      drain.endedAtMs = entry.over.atMs
    const forgotten = drain.endedAtMs !== null && nowMs - drain.endedAtMs > DRAIN_SHOWN_MS
    if (forgotten && (entry.closed || entry.pid !== null || !lb)) book.entries.delete(key)
  }
  for (const lb of world.loadBalancers.values()) if (lb.drains || book.entries.size) list(lb, book, nowMs)
}
