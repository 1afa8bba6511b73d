/** `polygraph analyze` beside halog and GoAccess on one large httplog: wall time, memory, and whether the counts agree. */

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeHttplog } from '#lab/haproxy/write-httplog'
import type { Report } from '#lib/analysis/report'
import { ACCESS_LOGS, writeAccessLog } from './access-log.ts'
import { atMost, type Bar, median, told } from './bars.ts'

const LINES = Number(process.env.POLYGRAPH_BENCH_LINES ?? 10_000_000)
/** GoAccess takes minutes for what the others read in seconds. */
const SLOW_LINES = 1_000_000
/** Of each of the others. */
const OTHER_LINES = Math.min(LINES, 4_000_000)
const ROUNDS = 5
const HALOG_BAR = 1
const GOACCESS_BAR = 40
const MEMORY_BAR_MB = 300
const WATCHED_EVERY_MS = 20
const GOACCESS = [
  ...['--log-format', '%^]: %h:%^ [%d:%t.%^] %^ %v/%^ %^/%^/%^/%^/%L %s %b %^"%r"'],
  ...['--date-format', '%d/%b/%Y', '--time-format', '%H:%M:%S', '-o', 'json', '--no-progress'],
]

type Timed = { ms: number; text: string; peakMb: number }

export async function run(): Promise<Bar[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'polygraph-bench-analyze-'))
  try {
    const log = path.join(folder, 'haproxy.log')
    writeHttplog(log, LINES, Date.UTC(2026, 9, 20, 6))
    // Read once: all of them find it where the kernel keeps files.
    await timed(['cat', log])
    const [own, halog]: [Timed[], Timed[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      halog.push(await timed(['/bin/sh', '-c', `PATH=$PATH:/usr/sbin exec halog -q -srv < ${log}`]))
      own.push(await analyzed(log))
    }
    const report: Report = JSON.parse(own[0]!.text)
    const msOf = (all: Timed[]) => median(all.map(({ ms }) => ms))
    const rate = (ms: number) => `${(LINES / ms / 1_000).toFixed(2)} million lines/s`
    return [
      told(
        'the log',
        `${(LINES / 1e6).toFixed(1)} million lines, ${(statSync(log).size / 1e6).toFixed(0)} MB`,
      ),
      told('halog -srv', `${(msOf(halog) / 1_000).toFixed(2)} s, ${rate(msOf(halog))}`),
      told('analyze, two threads', `${(msOf(own) / 1_000).toFixed(2)} s, ${rate(msOf(own))}`),
      atMost('analyze / halog, wall time', msOf(own) / msOf(halog), HALOG_BAR, 'times'),
      atMost('memory at most', Math.max(...own.map(({ peakMb }) => peakMb)), MEMORY_BAR_MB, 'MB'),
      atMost('servers whose counts differ from halog’s', differing(report, halog[0]!.text), 0, 'servers'),
      ...(await besideGoaccess(folder)),
      ...(await besideHaproxy(folder)),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function differing(report: Report, halog: string): number {
  const theirs = new Map(
    halog
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => [line.split(' ')[0], line.split(' ').slice(1, 8).join(' ')]),
  )
  const ours = report.pools.flatMap(({ pool, servers }) =>
    servers.map(({ server, requests, classes: c }) => [
      `${pool}/${server ?? '<NOSRV>'}`,
      [c['1xx'], c['2xx'], c['3xx'], c['4xx'], c['5xx'], c.other, requests].join(' '),
    ]),
  )
  return (
    ours.filter(([name, counts]) => theirs.get(name) !== counts).length + Math.abs(ours.length - theirs.size)
  )
}

async function besideGoaccess(folder: string): Promise<Bar[]> {
  if (!existsSync('/usr/bin/goaccess')) return [told('beside GoAccess', 'it is not installed')]
  const log = path.join(folder, 'small.log')
  writeHttplog(log, SLOW_LINES, Date.UTC(2026, 9, 20, 6))
  const theirs = await timed(['goaccess', log, ...GOACCESS])
  const { valid_requests: valid } = JSON.parse(theirs.text).general
  const own: Timed[] = []
  for (let round = 0; round < ROUNDS; round++) own.push(await analyzed(log))
  const times = theirs.ms / median(own.map(({ ms }) => ms))
  return [
    told('GoAccess, one million lines', `${(theirs.ms / 1_000).toFixed(2)} s, ${valid} read`),
    {
      what: 'GoAccess / analyze, one million lines',
      ...{ figure: `${times.toFixed(1)} times`, bar: `≥ ${GOACCESS_BAR} times`, ok: times >= GOACCESS_BAR },
    },
  ]
}

/** Other load balancers' lines beside HAProxy's: as many of them, read in turn. */
async function besideHaproxy(folder: string): Promise<Bar[]> {
  const logs = ['haproxy-http', ...ACCESS_LOGS] as const
  const fileOf = (kind: (typeof logs)[number]) => path.join(folder, `${kind}.log`)
  const startMs = Date.UTC(2026, 9, 20, 6)
  for (const kind of logs)
    if (kind === 'haproxy-http') writeHttplog(fileOf(kind), OTHER_LINES, startMs)
    else writeAccessLog(kind, fileOf(kind), OTHER_LINES, startMs)
  const took = new Map(logs.map((kind) => [kind, [] as number[]]))
  for (let round = 0; round < ROUNDS; round++)
    for (const kind of logs) {
      const { ms, text } = await analyzed(fileOf(kind))
      const { lines, formats }: Report = JSON.parse(text)
      if (lines !== OTHER_LINES || (formats[kind] ?? 0) < lines * 0.99)
        throw new Error(`${kind}: ${JSON.stringify(formats)}`)
      took.get(kind)!.push(ms)
    }
  const msOf = (kind: (typeof logs)[number]) => median(took.get(kind)!)
  const own = msOf('haproxy-http')
  return [
    told(`${OTHER_LINES / 1e6} million lines of HAProxy`, `${(own / 1_000).toFixed(2)} s`),
    ...ACCESS_LOGS.map((kind) => atMost(`${kind} / HAProxy, as many lines`, msOf(kind) / own, 2, 'times')),
  ]
}

const analyzed = (log: string) =>
  timed([process.execPath, 'bin/polygraph', 'analyze', '--json', '--seconds', '--no-incidents', log])

async function timed([program, ...args]: [string, ...string[]] | string[]): Promise<Timed> {
  const startedMs = performance.now()
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const pieces: Buffer[] = []
  if (program !== 'cat') child.stdout!.on('data', (piece) => pieces.push(piece))
  else child.stdout!.resume()
  const watched = watchMemory(child)
  const code = await new Promise((resolve) => child.on('close', resolve))
  const ms = performance.now() - startedMs
  if (code !== 0) throw new Error(`${program} ended with ${code}`)
  return { ms, text: Buffer.concat(pieces).toString(), peakMb: watched() }
}

/** The most it ever had, as the kernel tells until it ends. */
function watchMemory({ pid }: ChildProcess): () => number {
  let peakKb = 0
  const timer = setInterval(() => {
    try {
      peakKb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? peakKb)
    } catch {
      // It has just ended.
    }
  }, WATCHED_EVERY_MS)
  return () => {
    clearInterval(timer)
    return peakKb / 1_000
  }
}
