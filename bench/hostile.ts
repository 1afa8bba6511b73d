/** Hostile sources one after another on one Polygraph: a healthy one beside them must stay fresh, and memory bounded. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { freePort } from '#lab/haproxy/free-port'
import { startSite } from '#lab/haproxy/start-site'
import type { LoadBalancerView } from '#lib/views/live-view'
import { atMost, type Bar, told } from './bars.ts'
import { startFakeHaproxy } from './fake-haproxy.ts'
import { type FloodKind, startFlood } from './flood.ts'
import { type PolygraphProcess, startPolygraph } from './polygraph-process.ts'

const PHASE_MS = 10_000
/** A source that is asked every second is shown as stale after three beats; hostile neighbours may cost it one. */
const FRESH_MS = 2000
/** Whatever happens, the process stays below this. */
const MEMORY_MB = 700

type Gaps = { readingMs: number; updateMs: number }
type SourceAnswer = {
  name: string
  losses: Record<string, number>
  rejects: Record<string, number>
  readings: number
  lastError: string | null
}

/** Longest times between a browser's updates, and between those with a new reading of `lb1`. */
function watchGaps(url: string) {
  const socket = io(url, { path: '/live', transports: ['websocket'] })
  let gaps: Gaps = { readingMs: 0, updateMs: 0 }
  let [updateAt, readingAt, reading] = [performance.now(), performance.now(), 0]
  const close = () => {
    const now = performance.now()
    gaps.updateMs = Math.max(gaps.updateMs, now - updateAt)
    gaps.readingMs = Math.max(gaps.readingMs, now - readingAt)
    return now
  }
  socket.on('update', ({ loadBalancers }: { loadBalancers?: LoadBalancerView[] }) => {
    const lastReading = loadBalancers?.find((lb) => lb.name === 'lb1')?.lastReadingAtMs ?? reading
    const now = performance.now()
    gaps.updateMs = Math.max(gaps.updateMs, now - updateAt)
    updateAt = now
    if (lastReading === reading) return
    gaps.readingMs = Math.max(gaps.readingMs, now - readingAt)
    readingAt = now
    reading = lastReading
  })
  return {
    /** What was longest since the last call, an unfinished gap counted. */
    take(): Gaps {
      close()
      const taken = gaps
      gaps = { readingMs: 0, updateMs: 0 }
      return taken
    },
    stop: () => socket.close(),
  }
}

const total = (tally: Record<string, number>) => Object.values(tally).reduce((a, b) => a + b, 0)
const changesOf = (before: Record<string, number>, after: Record<string, number>) =>
  Object.entries(after)
    .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)

async function sourceOf(polygraph: PolygraphProcess, name: string): Promise<SourceAnswer> {
  const sources = await polygraph.get<SourceAnswer[]>('/api/v1/sources')
  const found = sources.find((source) => source.name === name)
  if (!found) throw new Error(`no source ${name} among ${sources.map((one) => one.name)}`)
  return structuredClone(found)
}

export async function run(): Promise<Bar[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'polygraph-hostile-'))
  const logFile = path.join(dir, 'haproxy.log')
  writeFileSync(logFile, '')
  const [udp, tcp] = [await freePort(), await freePort()]
  const fake = startFakeHaproxy()
  const site = await startSite({ requestsPerSecond: 20 })
  const polygraph = await startPolygraph([
    ...['--haproxy', `lb1=unix:${site.haproxy.socket}`, '--haproxy', `fake=unix:${fake.path}`],
    ...['--syslog', `udp://127.0.0.1:${udp}`, '--syslog', `tcp://127.0.0.1:${tcp}`, '--log', logFile],
  ])
  const gaps = watchGaps(polygraph.url)
  const bars: Bar[] = []

  /** Runs one phase; `source` is the one that misbehaves, and whose counters must tell of it. */
  async function phase(
    what: string,
    source: string,
    start: () => { sent?: () => number; stop: () => void },
    mustCount: boolean,
  ) {
    await wait(3000)
    const before = await sourceOf(polygraph, source)
    polygraph.resetPeak()
    gaps.take()
    const cpu = polygraph.cpuSeconds()
    const running = start()
    await wait(PHASE_MS)
    const { readingMs, updateMs } = gaps.take()
    const sent = running.sent?.() ?? 0
    const share = ((polygraph.cpuSeconds() - cpu) / PHASE_MS) * 100_000
    running.stop()
    await wait(2000)
    const after = await sourceOf(polygraph, source)
    const lost = changesOf(before.losses, after.losses)
    const refused = changesOf(before.rejects, after.rejects)
    const read = after.readings - before.readings
    bars.push(
      atMost(
        `${what}: healthy source, longest gap`,
        readingMs,
        FRESH_MS,
        'ms',
        `browser's updates ${updateMs.toFixed(0)}`,
      ),
      atMost(
        `${what}: peak memory`,
        polygraph.memory().peakMb,
        MEMORY_MB,
        'MB',
        `processor ${share.toFixed(0)} %`,
      ),
      {
        what: `${what}: counted`,
        figure: [
          ...(sent ? [`${Math.round(sent / (PHASE_MS / 1000)).toLocaleString('en')}/s sent`] : []),
          `${Math.round(read / (PHASE_MS / 1000)).toLocaleString('en')}/s read`,
          ...(lost.length ? [`lost: ${lost.join(', ')}`] : []),
          ...(refused.length ? [`refused: ${refused.join(', ')}`] : []),
        ].join('; '),
        bar: mustCount ? 'counted' : '',
        ok: mustCount
          ? total(after.losses) + total(after.rejects) > total(before.losses) + total(before.rejects)
          : null,
      },
    )
  }
  const fakeManner = (manner: typeof fake.manner) => () => {
    fake.manner = manner
    return {
      stop() {
        fake.manner = 'well'
      },
    }
  }
  const flood =
    (kind: FloodKind, target: string | number, processes = 1) =>
    () =>
      startFlood(kind, String(target), processes)

  try {
    await wait(2000)
    await phase('nothing hostile', 'lb1', () => ({ stop() {} }), false)
    await phase('endless line, TCP', `syslog tcp:${tcp}`, flood('endless-tcp', tcp), true)
    await phase('endless line, file', 'haproxy.log', flood('endless-file', logFile), true)
    await phase('100 MB of statistics', 'fake', fakeManner('huge'), true)
    await phase('15 MB of statistics', 'fake', fakeManner('large'), false)
    await phase('a byte a second', 'fake', fakeManner('trickle'), true)
    await phase('flood, UDP', 'syslog', flood('lines-udp', udp, 2), true)
    await phase('flood, TCP', `syslog tcp:${tcp}`, flood('lines-tcp', tcp), false)
    await phase('afterwards', 'lb1', () => ({ stop() {} }), false)
    bars.push(told('memory at the end', `${polygraph.memory().rssMb.toFixed(0)} MB`))
    return bars
  } finally {
    gaps.stop()
    await polygraph.stop()
    await site.stop()
    fake.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
