/** A day of readings through the store's own save path: size on disk, time to open an hour, cost of writing. */

import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LbEvent } from '#lib/model/lb-event'
import type { PoolSample, ServerSample } from '#lib/model/server-sample'
import { loadEvents } from '#lib/store/load-events'
import { loadPool } from '#lib/store/load-pool'
import { loadSeries } from '#lib/store/load-series'
import { openReader } from '#lib/store/open-reader'
import { openStore } from '#lib/store/open-store'
import { DEFAULT_RETENTION } from '#lib/store/retention-policy'
import { rollUp } from '#lib/store/roll-up'
import { type Batch, saveBatch } from '#lib/store/save-batch'
import { closeStore, type Store } from '#lib/store/store'
import { noise } from './noise.ts'
import { openPoolPages, savePicture } from './open-pool-page.ts'

const DAY_S = 86_400
/** The day ends now: pages ask for the hour before now. */
const START_MS = Math.floor(Date.now() / 60_000) * 60_000 - DAY_S * 1_000
const POOL_PAGE_BAR_MS = 300
const RUNS = 7

type Row = { what: string; figure: string; bar: string }

function makeLoad(pools: number, serversOfPool: number) {
  const next = noise(7)
  const day = (second: number) => 1 + 0.6 * Math.sin((second / DAY_S) * 2 * Math.PI)
  const serverAt = (second: number, index: number): ServerSample => {
    const down = (second + index * 977) % 7_200 < 40
    const rate = down ? 0 : (20 + index) * day(second) * (0.8 + 0.4 * next())
    return {
      sessions: down ? 0 : Math.round(rate * (0.3 + 0.2 * next())),
      requestRate: rate,
      failureRate: next() < 0.03 ? rate * 0.05 : 0,
      queue: next() < 0.02 ? Math.round(20 * next()) : 0,
      responseTimeMs: Math.round(18 + 12 * next()),
      claim: down ? 4 : 1,
    }
  }
  return (second: number): PoolSample[] =>
    Array.from({ length: pools }, (_, pool) => {
      const servers = new Map<string, ServerSample>()
      for (let i = 0; i < serversOfPool; i++) servers.set(`srv${pool}-${i}`, serverAt(second, pool * 50 + i))
      const total = serverAt(second, pool)
      return { pool: `lb1/pool${pool}`, startMs: START_MS + second * 1_000, resolutionS: 1, total, servers }
    })
}

function eventAt(second: number): LbEvent {
  const atMs = START_MS + second * 1_000
  const pool = `pool${second % 10}`
  const words = {
    from: 'up',
    to: 'down',
    reason: 'Layer4 timeout',
    code: null,
    info: null,
    changedFrom: null,
    via: null,
  }
  const text = `${pool}/srv1 went down: Layer4 timeout.`
  const times = { atMs, errorMs: 5, observedAtMs: atMs + 10, checkDurationMs: 2_000 }
  const who = { loadBalancer: 'lb1', pool, server: 'srv1', seenBy: ['syslog', 'lb1'] }
  return { id: `e${second}`, kind: 'server-state', ...times, ...who, ...words, text }
}

const batch = (part: Partial<Batch>): Batch => ({
  events: [],
  samples: [],
  loadBalancers: [],
  pools: [],
  servers: [],
  sources: [],
  incidents: [],
  droppedIncidents: [],
  network: [],
  hosts: null,
  atMs: START_MS,
  ...part,
})

function cpuMs(since?: NodeJS.CpuUsage): number {
  const used = process.cpuUsage(since)
  return (used.user + used.system) / 1_000
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

async function inScratch<T>(work: (store: Store, dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'polygraph-bench-'))
  const store = await openStore({ dataDir })
  try {
    return await work(store, dataDir)
  } finally {
    await closeStore(store)
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Ten seconds a transaction: the rows are those of real time, only the number of commits is smaller. */
async function aDay(store: Store, dataDir: string): Promise<Row[]> {
  const load = makeLoad(10, 20)
  for (let second = 0; second < DAY_S; second += 10) {
    const samples = Array.from({ length: 10 }, (_, i) => load(second + i)).flat()
    const saved = await saveBatch(
      store,
      batch({ samples, events: second % 30 === 0 ? [eventAt(second)] : [] }),
    )
    if (!saved.ok) throw saved.error
    if (second % 600 === 0) await rollUp(store, START_MS + second * 1_000, DEFAULT_RETENTION)
  }
  const toMs = START_MS + DAY_S * 1_000
  await rollUp(store, toMs, DEFAULT_RETENTION)
  await store.prisma.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
  const megabytes = statSync(store.file).size / 1e6
  const reader = await openReader(dataDir)
  const times: number[] = []
  let points = 0
  for (let run = 0; run < RUNS; run++) {
    const from = performance.now()
    const question = { fromMs: toMs - 3_600_000, toMs }
    const pool = `lb1/pool${run}`
    points = (await loadSeries(reader, pool, question)).length
    await loadEvents(reader, { ...question, subject: pool, limit: 200 })
    await loadPool(reader, pool)
    times.push(performance.now() - from)
  }
  await closeStore(reader)
  await savePicture(store, 10, 20)
  const page = await openPoolPages(dataDir, RUNS)
  return [
    { what: '24 h of 200 servers in 10 pools, on disk', figure: `${megabytes.toFixed(1)} MB`, bar: '' },
    {
      what: `data of a one-hour pool page (${points} points), median of ${RUNS}`,
      figure: `${median(times).toFixed(0)} ms (worst ${Math.max(...times).toFixed(0)})`,
      bar: '',
    },
    {
      what: `one-hour pool page opened over HTTP, median of ${RUNS}`,
      figure: `${page.median.toFixed(0)} ms (worst ${page.worst.toFixed(0)})`,
      bar:
        page.median <= POOL_PAGE_BAR_MS ? `≤ ${POOL_PAGE_BAR_MS} ms: ok` : `≤ ${POOL_PAGE_BAR_MS} ms: FAIL`,
    },
  ]
}

async function writing(store: Store): Promise<Row[]> {
  const load = makeLoad(20, 50)
  const seconds = Array.from({ length: 300 }, (_, second) => load(second))
  for (const samples of seconds.slice(0, 60)) await saveBatch(store, batch({ samples }))
  const start = process.cpuUsage()
  for (const samples of seconds) {
    const half = samples.length / 2
    await saveBatch(store, batch({ samples: samples.slice(0, half) }))
    await saveBatch(store, batch({ samples: samples.slice(half) }))
  }
  const saving = cpuMs(start) / seconds.length
  const before = process.cpuUsage()
  await rollUp(store, START_MS + 310_000, DEFAULT_RETENTION)
  const rolling = cpuMs(before) / seconds.length
  return [
    {
      what: 'saving, 1,000 servers in 20 pools at 1 Hz, two batches a second',
      figure: `${saving.toFixed(2)} ms of CPU a second`,
      bar: '',
    },
    { what: 'rolling up the same', figure: `${rolling.toFixed(2)} ms of CPU a second`, bar: '' },
  ]
}

export async function run(): Promise<void> {
  const rows = [...(await inScratch(writing)), ...(await inScratch(aDay))]
  console.table(rows)
}
