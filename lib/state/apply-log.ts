/** One log line → the world: claims as HAProxy tells of them, and what the traffic to a server amounted to. */

import type { Claim } from '../model/claim.ts'
import type { LoadBalancer, World } from '../model/load-balancer.ts'
import type { RequestRecord, SessionRecord } from '../model/log-record.ts'
import { type ClockOffset, type EstimatedTime, logTime } from '../model/log-time.ts'
import type { LogReading } from '../model/reading.ts'
import type { Server } from '../model/server.ts'
import { applyAttempt, applyTraffic } from './apply-traffic.ts'
import { earlierParts } from './attempt-parts.ts'
import { type Changes, noChanges, poolKey, serverKey } from './changes.ts'
import { createPool, createServer, loadBalancerOf } from './create-world.ts'
import { keepLoggedLeg } from './keep-leg.ts'
import { claimOfCheck, claimOfState } from './logged-claim.ts'
import { setClaim } from './set-claim.ts'

/** Members that log lines alone may bring into one load balancer. */
export const MAX_LOGGED_SERVERS = 5_000
/** Clocks of one host agree to this; an older line does not undo a newer word. */
const ORDER_SLACK_MS = 50

/** No status that it prints: it gives the server requests. */
const IN_ROTATION: Claim = { status: 'in rotation', kind: 'up', rising: null, by: null, via: null }

type Line = { lb: LoadBalancer; changes: Changes; reading: LogReading; time: EstimatedTime }
/** A request or a session: of these there are many. */
export type ExchangeReading = LogReading & { record: RequestRecord | SessionRecord }

/** The named server; made where no statistics say which servers there are. */
function serverOf({ lb, changes, reading }: Line, pool: string, name: string): Server | null {
  const known = lb.pools.get(pool)?.servers.get(name)
  if (known || lb.statsAtMs !== null) return known ?? null
  let count = 0
  for (const one of lb.pools.values()) count += one.servers.size
  if (count >= MAX_LOGGED_SERVERS) return null
  const home = lb.pools.get(pool) ?? createPool(pool)
  lb.pools.set(pool, home)
  const server = createServer(name, reading.atMs)
  home.servers.set(name, server)
  changes.pools.add(poolKey(lb.name, pool))
  return server
}

function claim(line: Line, pool: string, name: string, backup: boolean, word: Claim | null): void {
  const server = word === null ? null : serverOf(line, pool, name)
  if (server === null || word === null) return
  const { atMs, errorMs } = line.time
  if (atMs + errorMs + ORDER_SLACK_MS < server.claimSeenAtMs) return
  // Maintenance and drain outlive a health check that is still running.
  const held = server.claim.kind === 'maint' || server.claim.kind === 'drain'
  if (held && word.rising !== null) return
  const seenAtMs = Math.min(atMs, line.reading.atMs)
  server.backup ||= backup
  if (setClaim(server, word, { sinceMs: atMs, errorMs }, seenAtMs)) {
    line.changes.servers.add(serverKey(line.lb.name, pool, name))
    touch(line.lb, pool)
  }
}

function traffic(line: Line, record: RequestRecord | SessionRecord): void {
  const name = record.pool
  if (name === null || record.server?.startsWith('<')) return
  const { time } = line
  const arrivedAtMs = line.reading.atMs
  for (const part of earlierParts(record)) {
    const tried = part.server === null ? null : serverOf(line, name, part.server)
    if (tried !== null) applyAttempt(tried, { record: part, time, arrivedAtMs })
  }
  const server = record.server === null ? null : serverOf(line, name, record.server)
  const pool = line.lb.pools.get(name)
  if (!pool || (server === null && record.server !== null)) return
  // Where nothing else tells, what is sent to it is the load balancer's word.
  if (server?.claim.kind === 'unknown' && line.lb.statsAtMs === null)
    claim(line, name, server.name, false, IN_ROTATION)
  applyTraffic(pool, server, { record, time, arrivedAtMs })
  touch(line.lb, name)
}

function touch(lb: LoadBalancer, pool: string) {
  lb.touchedPools ??= new Set()
  lb.touchedPools.add(pool)
}

export const isExchange = (reading: LogReading): reading is ExchangeReading =>
  reading.record.kind === 'request' || reading.record.kind === 'session'

/** Writes into `lb`, and what it changed into `changes`. */
export function applyExchange(
  lb: LoadBalancer,
  changes: Changes,
  reading: ExchangeReading,
  clock: ClockOffset | null,
): void {
  lb.logAtMs = Math.max(lb.logAtMs ?? 0, reading.atMs)
  traffic({ lb, changes, reading, time: logTime(reading, clock) }, reading.record)
  keepLoggedLeg(lb, reading.record, reading.atMs)
}

/** Writes into `world`; `clock` corrects the source's dates where it was measured. */
export function applyLog(
  world: World,
  reading: LogReading,
  loadBalancer: string,
  clock: ClockOffset | null = null,
): Changes {
  const lb = loadBalancerOf(world, loadBalancer)
  const changes = noChanges(loadBalancer)
  if (isExchange(reading)) {
    applyExchange(lb, changes, reading, clock)
    return changes
  }
  const line: Line = { lb, changes, reading, time: logTime(reading, clock) }
  lb.logAtMs = Math.max(lb.logAtMs ?? 0, reading.atMs)
  const { record } = reading
  switch (record.kind) {
    case 'server-state':
      claim(line, record.pool, record.server, record.backup, claimOfState(record))
      break
    case 'health-check': {
      const word = claimOfCheck(record)
      // The state line that follows says when the state itself changes.
      claim(line, record.pool, record.server, record.backup, word)
      break
    }
    case 'pool-empty': {
      const pool = lb.pools.get(record.pool)
      if (pool && lb.statsAtMs === null) {
        pool.up = false
        changes.pools.add(poolKey(loadBalancer, record.pool))
      }
      break
    }
    case 'server-address': {
      const server = serverOf(line, record.pool, record.server)
      const port = server?.address?.match(/:\d+$/)?.[0] ?? ''
      if (server && server.address !== `${record.to}${port}`) {
        server.address = `${record.to}${port}`
        changes.servers.add(serverKey(loadBalancer, record.pool, record.server))
      }
      break
    }
  }
  return changes
}
