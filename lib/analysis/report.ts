/** A log's numbers, put in the order in which a person asks for them. */

import type { Incident } from '../model/incident.ts'
import { terminationWords } from '../views/termination-words.ts'
import { compareNames } from './compare-names.ts'
import { addHistogram, createHistogram, type Histogram, quantile } from './histogram.ts'
import type { NotesParts, Refused, Told } from './notes.ts'
import { NO_END, type Rollup, type ServerParts, TOTALS } from './rollup.ts'
import type { Slots } from './second-table.ts'
import { type SlowStart, slowStarts } from './slow-starts.ts'
import { findGaps, type Gap, type Minute, worstMinutes } from './worst-minutes.ts'

export type Durations = { p50: number; p90: number; p99: number; max: number }
export type End = { state: string; words: string; count: number }
export type Numbers = {
  requests: number
  /** 5xx and no answer; sessions that the server, the load balancer or an operator broke off. */
  failed: number
  /** By class of status. */
  classes: { '1xx': number; '2xx': number; '3xx': number; '4xx': number; '5xx': number; other: number }
  retries: number
  redispatched: number
  /** Tries that another server was given after it; in no other number. */
  passedOn: number
  bytes: number
  connectMsMean: number | null
  /** Until the answer's first byte, and all of it; ms. */
  response: Durations | null
  total: Durations | null
  ends: End[]
}
export type ServerReport = Numbers & { server: string | null }
/** Null: the format names none. */
export type PoolReport = Numbers & { loadBalancer: string; pool: string | null; servers: ServerReport[] }
/** Epoch s, requests, failed, retries, sum of response times in ms. */
export type SecondRow = [number, number, number, number, number]
export type AnalysisFile = { name: string; bytes: number | null; compression: string; why: string }
export type Report = {
  version: 1
  files: AnalysisFile[]
  fromMs: number | null
  toMs: number | null
  lines: number
  /** Left out, as they lie outside of what was asked for. */
  outside: number
  formats: Record<string, number>
  unread: Refused[]
  undated: number
  statuses: Record<string, number>
  ends: End[]
  pools: PoolReport[]
  /** What load balancers said of their servers, oldest first. */
  told: Told[]
  toldLeftOut: number
  gaps: Gap[]
  worstMinutes: Minute[]
  slowStarts: SlowStart[]
  /** What a row of `seconds` means: 1, or more where the log is long. */
  slotS: number
  /** Found where the log was read closely; null: it was not. */
  incidents: IncidentReport[] | null
  /** Bytes of the log, unpacked, that were read closely, and of how many. */
  closely: { bytes: number; ofBytes: number } | null
  seconds?: { loadBalancer: string; pool: string | null; server: string | null; rows: SecondRow[] }[]
}

export type IncidentReport = Pick<
  Incident,
  'kind' | 'title' | 'severity' | 'confidence' | 'startedAtMs' | 'detectedAtMs' | 'endedAtMs' | 'subjects'
> & { cause: string; causeConfidence: number; narrative: string[]; advice: string[] }

export type Asked = { pool: string | null; seconds: boolean }
type Numbered = ServerParts & { id: number; pool: string | null; server: string | null }

export function makeReport(
  rollup: Rollup,
  notes: NotesParts,
  { files, outside, asked }: { files: AnalysisFile[]; outside: number; asked: Asked },
): Report {
  const parts = rollup.parts()
  const servers: Numbered[] = parts.servers
    .map((one, id) => ({ ...one, id, ...splitName(one.name) }))
    .filter(({ pool }) => asked.pool === null || pool === asked.pool)
    // However many threads read them, the report is the same.
    .sort((a, b) => compare(a.host, b.host) || compare(a.name, b.name))
  const told = notes.told
    .filter((one) => asked.pool === null || one.pool === asked.pool)
    .sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0))
  const rows = servers.map(({ id }) => rollup.seconds.slotsOf(id))
  const slotS = rollup.seconds.slotS()
  const firsts = rows.flatMap(({ count, atS }) => (count > 0 ? [atS[0]!] : []))
  const lasts = rows.flatMap(({ count, atS }) => (count > 0 ? [atS[count - 1]! + slotS] : []))
  const numbersOf = (which: Numbered[]) =>
    toNumbers(
      which,
      joined(which.map(({ id }) => parts.response[id]!)),
      joined(which.map(({ id }) => parts.total[id]!)),
    )
  const pools = new Map<string, Numbered[]>()
  for (const one of servers) {
    const key = JSON.stringify([one.host, one.pool])
    pools.set(key, [...(pools.get(key) ?? []), one])
  }
  const statuses = [...parts.statuses.entries()].filter(([, count]) => count > 0)
  return {
    ...{ version: 1, files },
    fromMs: firsts.length > 0 ? Math.min(...firsts) * 1_000 : null,
    toMs: lasts.length > 0 ? Math.max(...lasts) * 1_000 : null,
    ...{ lines: notes.lines, outside, formats: Object.fromEntries(notes.formats) },
    unread: [...notes.refused.values()].sort((a, b) => b.count - a.count),
    undated: notes.undated,
    statuses: asked.pool === null ? Object.fromEntries(statuses) : {},
    ends: numbersOf(servers).ends,
    pools: [...pools.values()]
      .map((own) => ({
        ...{ loadBalancer: own[0]!.host, pool: own[0]!.pool, ...numbersOf(own) },
        servers: own
          .map((one) => ({ server: one.server, ...numbersOf([one]) }))
          .sort((a, b) => compareNames(a.server ?? '~', b.server ?? '~')),
      }))
      .sort((a, b) => b.requests - a.requests),
    ...{ told, toldLeftOut: notes.leftOut },
    slowStarts: slowStarts(told, (host, pool, server) => {
      const at = servers.findIndex((one) => one.host === host && one.pool === pool && one.server === server)
      return rows[at] ?? null
    }),
    gaps: findGaps(rows, slotS),
    worstMinutes: worstMinutes(
      rows,
      servers.map(({ pool, server }) =>
        [pool, server ?? 'no server'].filter((each) => each !== null).join('/'),
      ),
    ),
    ...{ slotS, incidents: null, closely: null },
    ...(asked.seconds && {
      seconds: servers.map(({ host, pool, server }, at) => ({
        ...{ loadBalancer: host, pool, server },
        rows: toRows(rows[at]!),
      })),
    }),
  }
}

const toRows = ({ count, atS, requests, failed, retries, responseMs }: Slots): SecondRow[] =>
  Array.from(
    { length: count },
    (_, i): SecondRow => [atS[i]!, requests[i]!, failed[i]!, retries[i]!, responseMs[i]!],
  )

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))

/** A server's name may hold a slash, a pool's may not. */
function splitName(name: string): { pool: string | null; server: string | null } {
  const slash = name.indexOf('/')
  const server = name.slice(slash + 1)
  return { pool: name.slice(0, slash) || null, server: server === '<NOSRV>' ? null : server }
}

function joined(all: Histogram[]): Histogram {
  if (all.length === 1) return all[0]!
  const sum = createHistogram()
  for (const one of all) addHistogram(sum, one)
  return sum
}

function toNumbers(servers: readonly ServerParts[], response: Histogram, total: Histogram): Numbers {
  const sum = (place: number) => servers.reduce((all, { totals }) => all + (totals[place] ?? 0), 0)
  const ends = new Map<number, number>()
  for (const server of servers)
    for (const [code, count] of server.ends) ends.set(code, (ends.get(code) ?? 0) + count)
  const connects = sum(TOTALS.connects)
  return {
    ...{ requests: sum(TOTALS.requests), failed: sum(TOTALS.failed) },
    classes: {
      '1xx': sum(1),
      '2xx': sum(2),
      '3xx': sum(3),
      '4xx': sum(4),
      '5xx': sum(5),
      other: sum(TOTALS.other),
    },
    ...{ retries: sum(TOTALS.retries), redispatched: sum(TOTALS.redispatched), bytes: sum(TOTALS.bytes) },
    passedOn: sum(TOTALS.passedOn),
    connectMsMean: connects > 0 ? sum(TOTALS.connectMs) / connects : null,
    ...{ response: durations(response), total: durations(total) },
    ends: [...ends]
      .filter(([code]) => code !== NO_END)
      .map(([code, count]) => {
        const state = String.fromCharCode(code >> 8, code & 255)
        // Other load balancers' ends are told in the same letters.
        return { state, words: terminationWords(state).replace('HAProxy', 'the load balancer'), count }
      })
      .sort((a, b) => b.count - a.count || compareNames(a.state, b.state)),
  }
}

function durations(of: Histogram): Durations | null {
  if (of.count === 0) return null
  const at = (share: number) => quantile(of, share)!
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) }
}

export function reportIncident(incident: Incident): IncidentReport {
  const { kind, title, severity, confidence, startedAtMs, detectedAtMs, endedAtMs, subjects } = incident
  return {
    ...{ kind, title, severity, confidence, startedAtMs, detectedAtMs, endedAtMs, subjects },
    ...{ cause: incident.rootCause.reason, causeConfidence: incident.rootCause.confidence },
    narrative: incident.narrative.map(({ text }) => text),
    advice: incident.advice.map((each) => each.title),
  }
}
