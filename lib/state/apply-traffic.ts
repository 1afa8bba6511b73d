/** One logged request or session → its server and its pool. */

import type { RequestRecord, SessionRecord } from '../model/log-record.ts'
import { type EstimatedTime, spanOf } from '../model/log-time.ts'
import type { Pool } from '../model/pool.ts'
import { MAX_STICKY_LOSSES, type PoolTraffic, type UnservedSecond } from '../model/pool-traffic.ts'
import type { Server } from '../model/server.ts'
import { TIME_BUCKETS } from '../model/traffic-detail.ts'
import { addOutcome, timeBucket } from './add-outcome.ts'
import { addVersion } from './add-version.ts'
import { lastPart } from './attempt-parts.ts'
import { type Blame, blame } from './blame.ts'
import { createPoolTraffic, createTrafficDetail, turnHalves } from './create-traffic.ts'
import { addLoggedAnswer } from './observe-load.ts'
import { readVersion } from './read-version.ts'
import { addTraffic, TRAFFIC_WINDOW_S } from './traffic-window.ts'

/** A line that arrives this soon after its date counts in the second of its arrival. */
const LIVE_LAG_MS = 5_000
/** The cookie named a server that was down, failed or is not known; expired and unused ones are no loss. */
const SENT_AWAY = /^[DVI]I$/

/** Refused, unreachable, or no answer to a SYN in time. */
const UNCONNECTED = /^[Ss]C/

/** Of what was asked for so much tells pages apart. */
const MAX_PAGE_CHARS = 300

export type Exchanged = {
  record: RequestRecord | SessionRecord
  time: EstimatedTime
  /** When the line arrived. */
  arrivedAtMs: number
}

/** Lines are written at the end, whichever moment dates them. */
function endOf({ record, time, arrivedAtMs }: Exchanged): number {
  const { endedAtMs } = spanOf(record, time.atMs)
  return Math.abs(arrivedAtMs - endedAtMs) <= LIVE_LAG_MS ? arrivedAtMs : endedAtMs
}

function secondOf(traffic: PoolTraffic, atMs: number): UnservedSecond {
  const second = Math.floor(atMs / 1000)
  const { seconds } = traffic
  const at = seconds.findLastIndex((one) => one.second <= second)
  if (at >= 0 && seconds[at]!.second === second) return seconds[at]!
  const made = { second, unserved: 0, queueTimeouts: 0, served: 0 }
  seconds.splice(at + 1, 0, made)
  while (seconds[0]!.second < seconds.at(-1)!.second - TRAFFIC_WINDOW_S) seconds.shift()
  return made
}

const cookieValue = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1)

/** The server that a captured cookie names; null where it is the visitor's own, or none is captured. */
function serverOfCookie(pool: Pool, cookie: string | null): string | null {
  if (!cookie) return null
  const value = cookieValue(cookie)
  for (const one of pool.servers.values()) if (value === (one.cookie ?? one.name)) return one.name
  return null
}

/** Whose visitor it was: by the cookie where that is captured, else the only server that is away. */
function lostServer(pool: Pool, named: string | null, flags: string): string | null {
  if (named !== null || flags[0] !== 'D') return named
  const away = [...pool.servers.values()].filter(({ claim }) =>
    ['down', 'going-up', 'maint'].includes(claim.kind),
  )
  return away.length === 1 ? away[0]!.name : null
}

function applySticky(pool: Pool, traffic: PoolTraffic, record: RequestRecord, server: string, atMs: number) {
  const flags = record.termination?.slice(2, 4) ?? ''
  if (flags[0] === 'V' && flags[1] !== 'I') traffic.stickyKept++
  if (!SENT_AWAY.test(flags)) return
  const named = serverOfCookie(pool, record.requestCookie)
  const client = (named === null ? record.requestCookie : null) ?? record.client.ip ?? 'unknown'
  traffic.stickyLosses.push({ atMs, client, flags, from: lostServer(pool, named, flags), to: server })
  if (traffic.stickyLosses.length > MAX_STICKY_LOSSES) traffic.stickyLosses.shift()
}

/** A request that HAProxy had no server for, or that waited for one too long. */
function applyUnserved(pool: Pool, traffic: PoolTraffic, exchanged: Exchanged): void {
  const { record } = exchanged
  // Answered well, by somebody whom this log does not name: a function, a whole group.
  if (record.termination === null && record.kind === 'request' && (record.status ?? 500) < 500) return
  const second = secondOf(traffic, endOf(exchanged))
  // What a client broke off before it came to a server says nothing of the pool.
  const ender = record.termination?.[0] ?? '-'
  if (record.termination?.[1] === 'Q' && ender === 's') second.queueTimeouts++
  if (ender !== 'C' && ender !== 'c' && ender !== 'L') second.unserved++
  pool.mode ??= record.kind === 'request' ? 'http' : 'tcp'
}

/** From the connection to the answer's headers; of a TCP session, all of it. Null where the line does not tell. */
function spentMs({ kind, timers }: Exchanged['record']): number | null {
  if (kind === 'session') return timers.totalMs === null ? null : timers.totalMs - (timers.queueMs ?? 0)
  return timers.responseMs === null ? null : timers.responseMs + (timers.connectMs ?? 0)
}

/** One server's part in it; `said` is what that tells of the server. */
function charge(server: Server, exchanged: Exchanged, endedAtMs: number, said: Blame): void {
  const { record, time } = exchanged
  const failed = said === 'failed'
  server.mode ??= record.kind === 'request' ? 'http' : 'tcp'
  server.detail ??= createTrafficDetail()
  const { startedAtMs } = spanOf(record, time.atMs)
  addOutcome(
    server.detail,
    record,
    { startedAtMs, endedAtMs, errorMs: time.errorMs, failed },
    said !== 'nothing',
  )
  addLoggedAnswer(server, endedAtMs, spentMs(record), failed)
  if (said === 'nothing') return
  server.consecutiveFailures = failed ? server.consecutiveFailures + 1 : 0
  addTraffic(server.traffic.log, endedAtMs, {
    requests: 1,
    failures: failed ? 1 : 0,
    unconnected: failed && UNCONNECTED.test(record.termination ?? '') ? 1 : 0,
  })
}

/** A server that was tried before the one that `applyTraffic` is told of; `record` is its own part. */
export function applyAttempt(server: Server, exchanged: Exchanged): void {
  charge(server, exchanged, endOf(exchanged), blame(exchanged.record, true))
}

/** `server` is null where there was none to give it to. */
export function applyTraffic(pool: Pool, server: Server | null, exchanged: Exchanged): void {
  const { record } = exchanged
  pool.traffic ??= createPoolTraffic()
  const { traffic } = pool
  if (server === null) {
    applyUnserved(pool, traffic, exchanged)
    return
  }
  pool.mode ??= record.kind === 'request' ? 'http' : 'tcp'
  const endedAtMs = endOf(exchanged)
  secondOf(traffic, endedAtMs).served++
  const { queueMs } = record.timers
  if (queueMs !== null)
    turnHalves(traffic.queueTimes, endedAtMs, () => new Uint32Array(TIME_BUCKETS))[timeBucket(queueMs)]!++
  const part = lastPart(record)
  charge(server, part === record ? exchanged : { ...exchanged, record: part }, endedAtMs, blame(part))
  if (record.kind === 'session') return
  applySticky(pool, traffic, record, server.name, endedAtMs)
  const version = readVersion(record)
  if (version === null || record.uri === null) return
  addVersion(traffic, {
    page: record.uri.length > MAX_PAGE_CHARS ? record.uri.slice(0, MAX_PAGE_CHARS) : record.uri,
    server: server.name,
    version,
    client: record.requestCookie ?? record.client.ip ?? 'unknown',
    atMs: endedAtMs,
  })
}
