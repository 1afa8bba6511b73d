/** What statistics and log lines tell of load → seconds of each server and of its pool. */

import type { LoadBalancer } from '../model/load-balancer.ts'
import type { Pool } from '../model/pool.ts'
import {
  LOAD,
  LOAD_FIELDS,
  LOAD_SECONDS,
  type LoadSecond,
  POOL_LOAD_SECONDS,
  type PoolLoad,
  type ServerLoad,
} from '../model/pool-load.ts'
import type { Server } from '../model/server.ts'
import { DETAIL_FIELDS, DETAIL_SECONDS, FIELD } from '../model/traffic-detail.ts'

export const createServerLoad = (): ServerLoad => ({
  seconds: new Uint32Array(LOAD_SECONDS),
  rows: new Float32Array(LOAD_SECONDS * LOAD_FIELDS),
  newest: 0,
})

/** Where the row of that second begins; made empty where it held an older one. Null where it is too old itself. */
function rowOf(load: ServerLoad, second: number): number | null {
  if (second <= load.newest - LOAD_SECONDS) return null
  const at = second % LOAD_SECONDS
  const start = at * LOAD_FIELDS
  if (load.seconds[at] !== second) {
    load.seconds[at] = second
    load.rows.fill(0, start, start + LOAD_FIELDS)
  }
  if (second > load.newest) load.newest = second
  return start
}

/** One logged answer; `spentMs` from its connection to its headers, null where the line does not tell. */
export function addLoggedAnswer(
  server: Server,
  endedAtMs: number,
  spentMs: number | null,
  failed: boolean,
): void {
  server.load ??= createServerLoad()
  const start = rowOf(server.load, Math.floor(endedAtMs / 1000))
  if (start === null) return
  const { rows } = server.load
  if (failed) rows[start + LOAD.failed]!++
  if (failed || spentMs === null) return
  const least = start + LOAD.leastMs
  if (rows[start + LOAD.logged]!++ === 0 || spentMs < rows[least]!) rows[least] = spentMs
  rows[start + LOAD.spentMs]! += spentMs
}

const usable = ({ claim }: Server) => claim.kind === 'up' || claim.kind === 'no-check'

function lookAt(server: Server, atMs: number): void {
  const polled = server.traffic.stats.at(-1)
  const sessions = server.gauges?.sessions ?? 0
  const queued = server.gauges?.queue ?? 0
  const second = Math.floor(atMs / 1000)
  const served = polled?.second === second ? polled : null
  if (served === null && sessions === 0 && queued === 0) return
  server.load ??= createServerLoad()
  const start = rowOf(server.load, second)
  if (start === null) return
  const { rows } = server.load
  rows[start + LOAD.polled] = served?.requests ?? 0
  if (served && rows[start + LOAD.logged] === 0) rows[start + LOAD.failed] = served.failures
  rows[start + LOAD.sessions] = sessions
  rows[start + LOAD.queued] = queued
}

function requestsOf(pool: Pool): number {
  let requests = 0
  for (const one of pool.counters.values()) requests += one.requestsTotal || (one.sessionsTotal ?? 0)
  return requests
}

/** Retries and redispatches by server. */
function attemptsOf(pool: Pool): Map<string, number> {
  const attempts = new Map<string, number>()
  for (const server of pool.servers.values()) {
    let count = 0
    for (const one of server.counters.values()) count += (one.retries ?? 0) + (one.redispatches ?? 0)
    attempts.set(server.name, count)
  }
  return attempts
}

/** Those charged to a server that is out or going out are no load on the others before they get there. */
function attemptsSince(pool: Pool, before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>) {
  let sum = 0
  for (const server of pool.servers.values())
    if (usable(server))
      sum += Math.max(0, (now.get(server.name) ?? 0) - (before.get(server.name) ?? Infinity))
  return sum
}

const loadOf = (pool: Pool): PoolLoad => {
  pool.load ??= { seconds: [], counted: null }
  return pool.load
}

/** A second's counts stand for all that passed since the look before. */
function push(load: PoolLoad, one: LoadSecond): void {
  const newest = load.seconds.at(-1)
  if (newest && newest.second >= one.second) {
    newest.requests += one.requests
    newest.attempts += one.attempts
    return
  }
  load.seconds.push(one)
  while (load.seconds[0]!.second <= one.second - POOL_LOAD_SECONDS) load.seconds.shift()
}

/** Call it after statistics were applied, with their time. */
export function observePolled(lb: LoadBalancer, atMs: number): void {
  for (const pool of lb.pools.values()) {
    for (const server of pool.servers.values()) lookAt(server, atMs)
    const load = loadOf(pool)
    const before = load.counted
    const now = { atMs, requests: requestsOf(pool), attempts: attemptsOf(pool) }
    load.counted = now
    if (!before || atMs <= before.atMs || now.requests < before.requests) continue
    const requests = now.requests - before.requests
    const attempts = attemptsSince(pool, before.attempts, now.attempts)
    if (requests > 0 || load.seconds.length > 0)
      push(load, { second: Math.floor(atMs / 1000), requests, attempts })
  }
}

function retriesIn(server: Server, second: number): number {
  const rows = server.detail?.seconds
  if (!rows || !usable(server)) return 0
  const start = (second % DETAIL_SECONDS) * DETAIL_FIELDS
  if (rows[start + FIELD.second] !== second) return 0
  return rows[start + FIELD.retries]! + rows[start + FIELD.redispatchedHere]!
}

/** Where only a log speaks: the second that has just ended, as its lines tell. Call it once a second. */
export function observeLogged(lb: LoadBalancer, nowMs: number): void {
  if (lb.statsAtMs !== null) return
  const second = Math.floor(nowMs / 1000) - 1
  for (const pool of lb.pools.values()) {
    const told = pool.traffic?.seconds.findLast((one) => one.second === second)
    const load = loadOf(pool)
    if (!told && load.seconds.length === 0) continue
    if ((load.seconds.at(-1)?.second ?? 0) >= second) continue
    let attempts = 0
    for (const server of pool.servers.values()) attempts += retriesIn(server, second)
    push(load, { second, requests: (told?.served ?? 0) + (told?.unserved ?? 0), attempts })
  }
}
