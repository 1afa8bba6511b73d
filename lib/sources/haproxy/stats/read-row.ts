/** One row of `show stat` as a reading; cells are decoded by position, empty ones are null and never 0. */

import type {
  CheckReading,
  Counters,
  FrontendReading,
  Gauges,
  PoolReading,
  ServerReading,
} from '../../../model/stats-reading.ts'
import type { CsvRows } from './csv-rows.ts'
import { readClaim } from './read-claim.ts'
import type { StatsColumns } from './stats-columns.ts'

function word(row: CsvRows, cell: number): string | null {
  const text = row.text(cell)
  return text === '' ? null : text
}

export function readCounters(row: CsvRows, c: StatsColumns): Counters {
  return {
    sessionsTotal: row.number(c.sessionsTotal),
    requestsTotal: row.number(c.requestsTotal),
    bytesIn: row.number(c.bytesIn),
    bytesOut: row.number(c.bytesOut),
    requestErrors: row.number(c.requestErrors),
    connectErrors: row.number(c.connectErrors),
    responseErrors: row.number(c.responseErrors),
    retries: row.number(c.retries),
    redispatches: row.number(c.redispatches),
    responses1xx: row.number(c.responses1xx),
    responses2xx: row.number(c.responses2xx),
    responses3xx: row.number(c.responses3xx),
    responses4xx: row.number(c.responses4xx),
    responses5xx: row.number(c.responses5xx),
    responsesOther: row.number(c.responsesOther),
    clientAborts: row.number(c.clientAborts),
    serverAborts: row.number(c.serverAborts),
    checkFailures: row.number(c.checkFailures),
    downTransitions: row.number(c.downTransitions),
  }
}

export function readGauges(row: CsvRows, c: StatsColumns): Gauges {
  return {
    sessions: row.number(c.sessions),
    sessionsMax: row.number(c.sessionsMax),
    sessionLimit: row.number(c.sessionLimit),
    queue: row.number(c.queue),
    queueLimit: row.number(c.queueLimit),
    queueTimeMs: row.number(c.queueTime),
    connectTimeMs: row.number(c.connectTime),
    responseTimeMs: row.number(c.responseTime),
    totalTimeMs: row.number(c.totalTime),
    sessionRate: row.number(c.sessionRate),
  }
}

/** `which` is `check` or `agent`: the two have the same columns under two prefixes. */
function readCheck(row: CsvRows, c: StatsColumns, which: 'check' | 'agent'): CheckReading {
  const printed = word(row, c[`${which}Status`])
  const running = printed?.startsWith('* ') ?? false
  return {
    status: printed !== null && running ? printed.slice(2) : printed,
    running,
    code: row.number(c[`${which}Code`]),
    durationMs: row.number(c[`${which}Duration`]),
    description: word(row, c[`${which}Description`]),
    lastText: word(row, c[`${which}Text`]),
    rise: row.number(c[`${which}Rise`]),
    fall: row.number(c[`${which}Fall`]),
    health: row.number(c[`${which}Health`]),
  }
}

export function readServer(row: CsvRows, c: StatsColumns): ServerReading {
  return {
    pool: row.text(c.pool),
    server: row.text(c.server),
    claim: readClaim(row.text(c.status)),
    sinceChangeS: row.number(c.sinceChange),
    downtimeS: row.number(c.downtime),
    weight: row.number(c.weight),
    userWeight: row.number(c.userWeight),
    active: (row.number(c.active) ?? 0) > 0,
    backup: (row.number(c.backup) ?? 0) > 0,
    check: readCheck(row, c, 'check'),
    agent: readCheck(row, c, 'agent'),
    tracked: word(row, c.tracked),
    throttlePercent: row.number(c.throttle),
    address: word(row, c.address),
    cookie: word(row, c.cookie),
    mode: word(row, c.mode),
    counters: readCounters(row, c),
    gauges: readGauges(row, c),
  }
}

export function readPool(row: CsvRows, c: StatsColumns): PoolReading {
  const status = row.text(c.status)
  return {
    pool: row.text(c.pool),
    status,
    up: status === 'UP' ? true : status === 'DOWN' ? false : null,
    mode: word(row, c.mode),
    algorithm: word(row, c.algorithm),
    weight: row.number(c.weight),
    activeServers: row.number(c.active),
    backupServers: row.number(c.backup),
    sinceChangeS: row.number(c.sinceChange),
    counters: readCounters(row, c),
    gauges: readGauges(row, c),
  }
}

export function readFrontend(row: CsvRows, c: StatsColumns): FrontendReading {
  return {
    frontend: row.text(c.pool),
    status: row.text(c.status),
    mode: word(row, c.mode),
    counters: readCounters(row, c),
    gauges: readGauges(row, c),
  }
}
