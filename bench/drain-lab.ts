/** Drains of a real HAProxy cut at their deadline: what Polygraph wrote down at their start beside what was cut. */

import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '#lab/haproxy/free-port'
import { until } from '#lab/haproxy/until'
import type { Drain } from '#lib/model/drain'
import { exponentialCuts, linearCuts } from '#lib/risk/cut-baselines'
import { createDraw } from '#lib/risk/draw'
import { createRandom, type Random } from '#lib/risk/random'
import { type Bar, told } from './bars.ts'
import { type LabPool, startLabPool } from './drain-lab-rig.ts'
import { type PolygraphProcess, startPolygraph } from './polygraph-process.ts'

const MEAN_MS = 15_000
const SERVERS = 2
/** Under the limit up to which every session is listed whole. */
const OPEN = 440
/** The pools ran for so long before Polygraph came, and were watched for so long before the first drain. */
const BEFORE_MS = 30_000
const WATCHED_MS = 45_000
const DEADLINES_MS = [7_500, 15_000, 30_000]
/** The line needs a curve: all are asked again when this share of the time has gone. */
const ASKED_AGAIN = 0.25
const DRAINS_FOR_MS = 190_000
const APART_MS = 2_300
const BAR = 0.05

const FAMILIES: Record<string, (random: Random) => () => number> = {
  exponential: (random) => createDraw({ kind: 'exponential', meanMs: MEAN_MS }, random),
  lognormal: (random) => createDraw({ kind: 'lognormal', meanMs: MEAN_MS, cv: 2 }, random),
  pareto: (random) => createDraw({ kind: 'pareto', meanMs: MEAN_MS, index: 1.3 }, random),
  'short-and-long': (random) => {
    const short = createDraw({ kind: 'exponential', meanMs: MEAN_MS * 0.117 }, random)
    const long = createDraw({ kind: 'exponential', meanMs: MEAN_MS * 8.95 }, random)
    return () => (random() < 0.9 ? short() : long())
  },
}
/** In the two minutes of a pool here the long ones do not pile up to what a steady pool holds: it takes more arrivals. */
const MORE_ARRIVALS: Record<string, number> = { 'short-and-long': 2 }
const WORDS: Record<string, string> = { pareto: 'Pareto 1.3', 'short-and-long': '90 % short, 10 % long' }

type Line = {
  graceMs: number
  of: number
  cut: number
  counted: number | null
  held: boolean
  errors: Record<string, number>
}

async function forecastOf(polygraph: PolygraphProcess, pool: LabPool, server: string, afterMs: number) {
  return until(
    `a forecast for ${pool.family}/${server}`,
    async () => {
      const { drains } = await polygraph.get<{ drains: Drain[] }>('/api/v1/forecasts')
      return drains.find(
        (one) =>
          one.loadBalancer === pool.family &&
          one.server === server &&
          (one.forecast?.atMs ?? 0) >= afterMs &&
          one.forecast?.openAtDeadline != null &&
          (one.sessionsLeft ?? 0) > 0,
      )
    },
    { timeoutMs: 8_000, everyMs: 150 },
  )
}

async function announce(polygraph: PolygraphProcess, pool: LabPool, server: string, endsAtMs: number) {
  const entry = { kind: 'grace-period', loadBalancer: pool.family, server, endsAtMs, by: 'the bench' }
  await fetch(`${polygraph.url}/api/v1/ingest`, { method: 'POST', body: JSON.stringify(entry) })
}

async function drainOnce(
  polygraph: PolygraphProcess,
  pool: LabPool,
  server: string,
  graceMs: number,
  sinceMs: number,
): Promise<Line> {
  const startedAtMs = Date.now()
  const endsAtMs = startedAtMs + graceMs
  await pool.haproxy.ask(`set server chat/${server} state drain`)
  await announce(polygraph, pool, server, endsAtMs)
  const first = await forecastOf(polygraph, pool, server, startedAtMs)
  const firstSeen = pool.seen(sinceMs, first.forecast!.atMs)
  await wait(Math.max(0, startedAtMs + graceMs * ASKED_AGAIN - Date.now()))
  const second = await forecastOf(polygraph, pool, server, startedAtMs + graceMs * ASKED_AGAIN - 200)
  const secondSeen = pool.seen(sinceMs, second.forecast!.atMs)
  await wait(Math.max(0, endsAtMs - Date.now()))
  // HAProxy's own count, in the same breath as the end.
  const last = await pool.haproxy.ask(`show stat chat 4 -1;shutdown sessions server chat/${server}`)
  const cut = Number(
    last
      .split('\n')
      .find((line) => line.startsWith(`chat,${server},`))
      ?.split(',')[4],
  )
  const ended = await until(
    'the verdict',
    async () => {
      const pools = await polygraph.get<{ drains: Drain[] }[]>('/api/v1/pools')
      const one = pools.flatMap(({ drains }) => drains).find(({ id }) => id === first.id)
      return one && one.endedAtMs !== null && one
    },
    { timeoutMs: 15_000, everyMs: 200 },
  )
  await pool.haproxy.ask(`set server chat/${server} state ready`)
  const [n, m] = [first.sessionsLeft!, second.sessionsLeft!]
  const band = first.forecast!.openAtDeadline!
  const left = (drain: Drain) => endsAtMs - drain.forecast!.atMs
  const share = (guess: number, of: number) => Math.abs(guess - cut) / of
  const curve = second.curve.map(({ atMs, sessions }) => ({ atMs, left: sessions }))
  return {
    graceMs,
    of: n,
    cut,
    counted: ended.cut?.total ?? 0,
    held: cut >= band.low - 0.5 && cut <= band.high + 0.5,
    errors: {
      curve: share(band.mid, n),
      exponential: share(exponentialCuts(firstSeen, n, left(first)), n),
      'curve later': share(second.forecast!.openAtDeadline!.mid, m),
      'exponential later': share(exponentialCuts(secondSeen, m, left(second)), m),
      line: share(linearCuts(curve, endsAtMs), m),
    },
  }
}

async function drainAll(polygraph: PolygraphProcess, pool: LabPool, sinceMs: number): Promise<Line[]> {
  const lines: Line[] = []
  const untilMs = Date.now() + DRAINS_FOR_MS
  for (let turn = 0; ; turn++) {
    const graceMs = DEADLINES_MS[turn % DEADLINES_MS.length]!
    if (Date.now() + graceMs > untilMs) return lines
    // Every server comes to every deadline.
    const at = turn % SERVERS
    lines.push(await drainOnce(polygraph, pool, pool.servers[at]!, graceMs, sinceMs))
    await wait(2_000)
  }
}

function toBars(family: string, lines: Line[]): Bar[] {
  const mean = (what: string) =>
    lines.reduce((sum, line) => sum + line.errors[what]!, 0) / Math.max(1, lines.length)
  const [start, later] = [mean('curve'), mean('curve later')]
  const held = (100 * lines.filter((line) => line.held).length) / lines.length
  const off = lines.map((line) => Math.abs((line.counted ?? 0) - line.cut)).sort((a, b) => b - a)
  const what = WORDS[family] ?? family
  return [
    {
      what: `${what}, written down at the start`,
      figure: `${start.toFixed(3)} of the sessions (exponential ${mean('exponential').toFixed(3)}); band held ${held.toFixed(0)} % of ${lines.length} drains`,
      bar: `≤ ${BAR}`,
      ok: start <= BAR,
    },
    {
      what: `${what}, after ${ASKED_AGAIN * 100} % of the time`,
      figure: `${later.toFixed(3)} (exponential ${mean('exponential later').toFixed(3)}, line ${mean('line').toFixed(3)})`,
      bar: `≤ ${BAR}`,
      ok: later <= BAR,
    },
    told(
      `${what}, cut`,
      `${lines.map((line) => `${line.cut} of ${line.of}`).join(', ')}; the verdict was off by ${off[0]} at most`,
    ),
  ]
}

export async function run(seed = 1): Promise<Bar[]> {
  const syslogPort = await freePort()
  const pools: LabPool[] = []
  let polygraph: PolygraphProcess | null = null
  try {
    for (const [at, [family, make]] of Object.entries(FAMILIES).entries()) {
      const random = createRandom(seed + at)
      const gap = createDraw(
        { kind: 'exponential', meanMs: MEAN_MS / OPEN / (MORE_ARRIVALS[family] ?? 1) },
        random,
      )
      pools.push(await startLabPool({ family, draw: make(random), gap, servers: SERVERS, syslogPort }))
    }
    await wait(BEFORE_MS)
    polygraph = await startPolygraph([
      ...pools.flatMap(({ family, haproxy }) => ['--haproxy', `${family}=unix:${haproxy.socket}`]),
      ...['--syslog', `udp://127.0.0.1:${syslogPort}`],
    ])
    const sinceMs = Date.now()
    await wait(WATCHED_MS)
    const watched = polygraph
    const lines = await Promise.all(
      pools.map(async (pool, at) => {
        // Four deadlines at the same moment would measure the machine.
        await wait(at * APART_MS)
        return drainAll(watched, pool, sinceMs)
      }),
    )
    const bars = pools.flatMap(({ family }, at) => toBars(family, lines[at]!))
    const deadlines = DEADLINES_MS.map((ms) => ms / MEAN_MS).join(', ')
    bars.push(
      told(
        'drains',
        `some ${OPEN / SERVERS} sessions a server, mean ${MEAN_MS / 1000} s, deadlines ${deadlines} means`,
      ),
    )
    return bars
  } finally {
    await polygraph?.stop()
    for (const pool of pools) await pool.stop()
  }
}
