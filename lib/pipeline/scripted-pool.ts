/** A pool whose servers are told how to fare, as HAProxy's own statistics and log lines through the whole path, for tests. */

import type { Finding, FindingKind } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { RawInput } from '../model/raw-input.ts'
import { createPipeline } from './create-pipeline.ts'
import { quietPort, refuse } from './quiet-port.ts'

export const START_MS = Date.UTC(2026, 10, 21, 9, 8, 0)
const STEP_MS = 50

export type ScriptedServer = {
  name: string
  /** HAProxy's words: `UP`, `UP 1/3`, `DOWN`, `MAINT`, `DRAIN`, `no check`. */
  claim: string
  check: string
  /** Requests a second that reach it, and the share that it fails. */
  perSecond: number
  failShare: number
  /** Termination state of a failed one, and its status. */
  failsAs: [termination: string, status: number]
  responseMs: number
  queue: number
  sessions: number
  limit: number | null
  /** What a captured ETag says; null where none is captured. */
  version: ((n: number) => string) | null
  /** Requests that it refused and that another server then served: the log names the other. */
  redispatched: number
  sinceMs: number
}

export function scriptedServer(name: string, given: Partial<ScriptedServer> = {}): ScriptedServer {
  return {
    name,
    claim: 'UP',
    check: 'L7OK',
    perSecond: 20,
    failShare: 0,
    failsAs: ['----', 500],
    responseMs: 10,
    queue: 0,
    sessions: 2,
    limit: null,
    version: null,
    redispatched: 0,
    sinceMs: START_MS - 3_600_000,
    ...given,
  }
}

/** HAProxy takes it out or in now. */
export function setWord(server: ScriptedServer, claim: string, check: string, atMs: number): void {
  server.claim = claim
  server.check = check
  server.sinceMs = atMs
}

/** Deterministic, so that a failing test fails again. */
export function scriptedChance(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

const pad = (value: number, digits = 2) => String(value).padStart(digits, '0')
function logDate(ms: number): string {
  const date = new Date(ms)
  return `${pad(date.getUTCDate())}/Nov/2026:${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}.${pad(date.getUTCMilliseconds(), 3)}`
}

type Line = {
  status: number
  termination: string
  responseMs: number
  uri?: string
  client?: string
  version?: string | null
  queueMs?: number
}

export function requestLine(pool: string, server: string, endMs: number, line: Line): string {
  const { status, termination, responseMs, uri = '/', client = '10.0.0.9', version, queueMs = 0 } = line
  // A `Last-Modified` stands as it is, an ETag in its quotes.
  const written = version?.endsWith(' GMT') ? version : `"${version}"`
  const captures = version == null ? '' : ` {${written}}`
  return `<134>Nov 21 ${logDate(endMs).slice(12, 20)} haproxy[7]: ${client}:40000 [${logDate(endMs - responseMs - queueMs)}] fe ${pool}/${server} 0/${queueMs}/0/${responseMs}/${responseMs + queueMs} ${status} 120 - - ${termination} 1/1/0/0/0 0/0${captures} "GET ${uri} HTTP/1.1"`
}

const COLUMNS =
  '# pxname,svname,qcur,scur,slim,stot,econ,eresp,wretr,wredis,status,weight,act,bck,lastchg,check_status,check_rise,check_fall,check_health,type,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,mode,'

export type PoolPlay = ReturnType<typeof playPool>

export function playPool(
  servers: ScriptedServer[],
  given: {
    pool?: string
    seed?: number
    stats?: boolean
    log?: boolean
    uri?: string
    clients?: number
  } = {},
) {
  const { pool = 'app', seed = 7, stats = true, log = true, uri = '/', clients = 5 } = given
  const chance = scriptedChance(seed)
  const counts = new Map(servers.map((one) => [one, { ok: 0, failed: 0, owed: chance(), n: 0 }]))
  const incidents = new Map<string, Incident>()
  const found = new Map<string, { finding: Finding; firstAtMs: number }>()
  let nowMs = START_MS
  const pipeline = createPipeline(
    quietPort({
      saveIncident(incident) {
        incidents.set(incident.id, incident)
        for (const finding of incident.findings)
          found.set(finding.id, { finding, firstAtMs: found.get(finding.id)?.firstAtMs ?? nowMs })
      },
      dropIncident: (id) => incidents.delete(id),
      reject: refuse,
    }),
  )

  const offer = (kind: RawInput['kind'], text: string) =>
    pipeline.take({ source: kind, loadBalancer: 'lb1', kind, atMs: nowMs, text })

  function statistics(): string {
    const rows = servers.map((one) => {
      const { ok, failed } = counts.get(one)!
      const up = one.claim.startsWith('UP')
      const since = Math.max(0, Math.floor((nowMs - one.sinceMs) / 1000))
      return `${pool},${one.name},${one.queue},${one.sessions},${one.limit ?? ''},${ok + failed},0,0,${one.redispatched},${one.redispatched},${one.claim},1,1,0,${since},${one.check},2,3,${up ? 4 : 0},2,0,${ok},0,0,${failed},0,http,`
    })
    const usable = servers.some((one) => one.claim.startsWith('UP') || one.claim === 'no check')
    rows.push(`${pool},BACKEND,0,0,,0,0,0,0,0,${usable ? 'UP' : 'DOWN'},1,1,0,10,,,,,1,0,0,0,0,0,0,http,`)
    return `${COLUMNS}\n${rows.join('\n')}\n`
  }

  function serve(one: ScriptedServer) {
    const count = counts.get(one)!
    if (!one.claim.startsWith('UP') && one.claim !== 'no check') return
    for (count.owed += (one.perSecond * STEP_MS) / 1000; count.owed >= 1; count.owed--) {
      const failed = chance() < one.failShare
      if (failed) count.failed++
      else count.ok++
      count.n++
      if (!log) continue
      const [termination, status] = failed ? one.failsAs : ['----', 200]
      const version = failed ? null : (one.version?.(count.n) ?? null)
      const client = `10.0.1.${1 + Math.floor(chance() * clients)}`
      offer(
        'log',
        requestLine(pool, one.name, nowMs, {
          status,
          termination,
          responseMs: one.responseMs,
          uri,
          client,
          version,
        }),
      )
    }
  }

  return {
    pipeline,
    incidents,
    found,
    now: () => nowMs,
    log: (text: string) => offer('log', text),
    of: (kind: FindingKind) =>
      [...found.values()].filter((one) => one.finding.kind === kind).map((one) => one.finding),
    firstOf: (kind: FindingKind) =>
      [...found.values()].find((one) => one.finding.kind === kind)?.firstAtMs ?? null,
    /** Kinds of findings that were alarms. */
    alarms: () =>
      [
        ...new Set(
          [...found.values()]
            .map((one) => one.finding)
            .filter((one) => one.severity !== 'info')
            .map((one) => one.kind),
        ),
      ].sort(),
    verdict: (name: string) =>
      pipeline.world().loadBalancers.get('lb1')!.pools.get(pool)!.servers.get(name)!.verdict,
    run(forMs: number) {
      for (const endMs = nowMs + forMs; nowMs < endMs; nowMs += STEP_MS) {
        for (const one of servers) serve(one)
        if (stats && (nowMs - START_MS) % 1000 === 350) offer('stats', statistics())
        if ((nowMs - START_MS) % 250 === 0) {
          pipeline.watch(nowMs)
          pipeline.advance(nowMs, [])
        }
      }
    },
  }
}
