/** What a log says in numbers: totals, durations and seconds of every server; adds up over parts of a file. */

import type { LogRecord } from '../model/log-record.ts'
import { addDuration, addHistogram, createHistogram, type Histogram } from './histogram.ts'
import { createNameTable, hashOf } from './name-table.ts'
import { createSecondTable, type SecondParts } from './second-table.ts'

/** Places in a server's totals. */
export const TOTALS = {
  requests: 0,
  /** Answers by class of status, 1xx to 5xx at 1 to 5. */
  other: 6,
  /** Every timer was reached: nothing broke off (halog's req_ok). */
  whole: 7,
  connectMs: 8,
  connects: 9,
  responseMs: 10,
  responses: 11,
  retries: 12,
  redispatched: 13,
  bytes: 14,
  failed: 15,
  /** Tries that another server was given after it; only some load balancers tell. */
  passedOn: 16,
} as const
const WIDTH = 17
const STATUSES = 1_000
/** Ways to end, at most: two letters each. */
const ENDS_MOST = 128
export const NO_END = 0
/** First letters of ends that are no client's doing: the server's, the load balancer's, an operator's. */
const BROKEN_OFF = new Uint8Array(256)
for (const letter of 'SsPRIUKD') BROKEN_OFF[letter.charCodeAt(0)] = 1

/** One exchange, as a scanner sees it; −1 where a number is missing. */
export type Seen = {
  server: number
  second: number
  status: number
  isSession: boolean
  connectMs: number
  responseMs: number
  totalMs: number
  bytes: number
  /** The first two letters of the termination, 256·first + second; 0: not told. */
  end: number
  retries: number
  redispatched: boolean
  /** No timer is missing. */
  whole: boolean
}

export type ServerParts = { host: string; name: string; totals: Float64Array; ends: [number, number][] }
export type RollupParts = {
  servers: ServerParts[]
  statuses: Float64Array
  response: Histogram[]
  total: Histogram[]
  seconds: SecondParts
}
export type Rollup = ReturnType<typeof createRollup>

export function createRollup() {
  const names = createNameTable()
  const hosts: string[] = []
  let totals = new Float64Array(64 * WIDTH)
  let ends = new Float64Array(64 * ENDS_MOST)
  const statuses = new Float64Array(STATUSES)
  const endIds = new Int16Array(65_536).fill(-1)
  const endCodes: number[] = []
  const response: Histogram[] = []
  const total: Histogram[] = []
  const seconds = createSecondTable()

  function room(server: number): void {
    while (response.length <= server) {
      response.push(createHistogram())
      total.push(createHistogram())
    }
    if (server * WIDTH < totals.length) return
    const [oldTotals, oldEnds] = [totals, ends]
    totals = new Float64Array(oldTotals.length * 2)
    totals.set(oldTotals)
    ends = new Float64Array(oldEnds.length * 2)
    ends.set(oldEnds)
  }

  /** Ways beyond the most are counted as one. */
  function endId(code: number): number {
    const known = endIds[code]!
    if (known >= 0) return known
    const id = Math.min(endCodes.length, ENDS_MOST - 1)
    if (id === endCodes.length) endCodes.push(code)
    endIds[code] = id
    return id
  }

  function hostOf(name: string): number {
    const at = hosts.indexOf(name)
    return at >= 0 ? at : hosts.push(name) - 1
  }

  function serverOf(hash: number, host: number, bytes: Uint8Array, start: number, end: number): number {
    const id = names.idOf(hash, host, bytes, start, end)
    if (id >= response.length) room(id)
    return id
  }

  function serverNamed(host: string, name: string): number {
    const bytes = new TextEncoder().encode(name)
    return serverOf(hashOf(bytes, 0, bytes.length), hostOf(host), bytes, 0, bytes.length)
  }

  function add(seen: Seen): void {
    const { server, status, connectMs, responseMs } = seen
    const at = server * WIDTH
    const served = seen.isSession ? BROKEN_OFF[seen.end >> 8] === 0 : status >= 100 && status < 500
    const failed = served ? 0 : 1
    totals[at]!++
    if (!seen.isSession) {
      totals[at + (status >= 100 && status < 600 ? (status / 100) | 0 : TOTALS.other)]!++
      if (status >= 0) statuses[status]!++
    }
    if (seen.whole) totals[at + TOTALS.whole]!++
    if (connectMs >= 0) {
      totals[at + TOTALS.connectMs]! += connectMs
      totals[at + TOTALS.connects]!++
    }
    if (responseMs >= 0) {
      totals[at + TOTALS.responseMs]! += responseMs
      totals[at + TOTALS.responses]!++
      addDuration(response[server]!, responseMs)
    }
    if (seen.totalMs >= 0) addDuration(total[server]!, seen.totalMs)
    if (seen.retries > 0) totals[at + TOTALS.retries]! += seen.retries
    if (seen.redispatched) totals[at + TOTALS.redispatched]!++
    if (seen.bytes > 0) totals[at + TOTALS.bytes]! += seen.bytes
    totals[at + TOTALS.failed]! += failed
    ends[server * ENDS_MOST + endId(seen.end)]!++
    seconds.add(
      server,
      seen.second,
      failed,
      seen.retries > 0 ? seen.retries : 0,
      responseMs > 0 ? responseMs : 0,
    )
  }

  return {
    add,
    /** Once for each server that was tried before the last. */
    passOn(server: number): void {
      totals[server * WIDTH + TOTALS.passedOn]!++
    },
    serverNamed,
    seconds,
    parts(): RollupParts {
      const servers = Array.from({ length: names.size() }, (_, id) => ({
        host: hosts[names.groupOf(id)]!,
        name: names.nameOf(id),
        totals: totals.slice(id * WIDTH, (id + 1) * WIDTH),
        ends: endCodes.flatMap((code, end): [number, number][] => {
          const count = ends[id * ENDS_MOST + end]!
          return count > 0 ? [[code, count]] : []
        }),
      }))
      return { servers, statuses, response, total, seconds: seconds.parts() }
    },
    merge(parts: RollupParts): void {
      // Of some only lines were seen that do not count.
      const isEmpty = ({ totals: counted }: ServerParts) => counted.every((count) => count === 0)
      const own = parts.servers.map((one) => (isEmpty(one) ? null : serverNamed(one.host, one.name)))
      for (const [theirs, server] of parts.servers.entries()) {
        const at = own[theirs]
        if (at == null) continue
        for (let k = 0; k < WIDTH; k++) totals[at * WIDTH + k]! += server.totals[k] ?? 0
        for (const [code, count] of server.ends) ends[at * ENDS_MOST + endId(code)]! += count
        addHistogram(response[at]!, parts.response[theirs]!)
        addHistogram(total[at]!, parts.total[theirs]!)
      }
      for (let status = 0; status < STATUSES; status++) statuses[status]! += parts.statuses[status]!
      seconds.merge(parts.seconds, (theirs) => own[theirs]!)
    },
  }
}

const nameIn = (record: { pool: string | null }, server: string | null) =>
  `${record.pool ?? ''}/${server ?? '<NOSRV>'}`

/** Servers that the line names as tried before the last. */
export function passersOf(record: LogRecord, rollup: Rollup): number[] {
  if ((record.kind !== 'request' && record.kind !== 'session') || record.atMs === null) return []
  return (record.attempts ?? [])
    .slice(0, -1)
    .map(({ server }) => rollup.serverNamed(record.host ?? '', nameIn(record, server)))
}

/** An exchange and who served it, not numbered yet. */
export type Exchanged = Omit<Seen, 'server'> & { host: string; name: string }

/** What the general reader made of a line, as a scanner would have seen it; null where it is no exchange, or undated. */
export function exchangedOf(record: LogRecord): Exchanged | null {
  if ((record.kind !== 'request' && record.kind !== 'session') || record.atMs === null) return null
  const { timers, termination } = record
  const isSession = record.kind === 'session'
  const needed = isSession
    ? [timers.queueMs, timers.connectMs, timers.totalMs]
    : [timers.requestMs, timers.queueMs, timers.connectMs, timers.responseMs, timers.totalMs]
  return {
    host: record.host ?? '',
    name: nameIn(record, record.server),
    second: Math.floor(record.atMs / 1_000),
    status: record.kind === 'request' ? (record.status ?? -1) : -1,
    isSession,
    connectMs: timers.connectMs ?? -1,
    responseMs: timers.responseMs ?? -1,
    totalMs: timers.totalMs ?? -1,
    bytes: record.bytes ?? -1,
    end:
      termination && termination.length >= 2
        ? termination.charCodeAt(0) * 256 + termination.charCodeAt(1)
        : NO_END,
    retries: record.retries ?? -1,
    redispatched: record.redispatched,
    whole: needed.every((each) => each !== null),
  }
}
