/** From a state change at a real HAProxy to the painted row, and what the watching costs, at 1,000 servers. */

import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { freePort } from '#lab/haproxy/free-port'
import { haproxyVersion } from '#lab/haproxy/start-haproxy'
import { atMost, type Bar, median, share, told } from './bars.ts'
import { type LargeSite, POOLS, poolName, SERVERS_OF_POOL, serverName, startLargeSite } from './large-site.ts'
import { type PolygraphProcess, startPolygraph } from './polygraph-process.ts'
import { drawnOn, launchBrowser, longTasksOn, measureLoad, openPage } from './watch-page.ts'
import { startWatchers } from './watch-sockets.ts'

const SOCKETS = 20
const CHANGES = 220
const CHANGES_POLLED = 60
const LOADS = 7
/** Rows of one opened pool that the page draws. */
const ROWS = 40
const QUIET_MS = 30_000
const DRAWN_WITHIN_MS = 3000

type Change = { row: string; toMaint: boolean; sentMs: number }

/** Opens one pool of the page, so that its servers' rows are drawn whatever their state. */
async function openLive(browser: Browser, url: string, pool: string): Promise<Page> {
  const page = await openPage(browser)
  await page.goto(`${url}/?quiet=1`)
  await page.waitForSelector('body[data-connection="live"]')
  await page.click(`[data-pool="lb1/${pool}"] .fold`)
  await page.waitForFunction((rows) => document.querySelectorAll('[data-server]').length >= rows, ROWS)
  await page.mouse.move(2, 2)
  return page
}

async function changeOne(site: LargeSite, index: number): Promise<Change> {
  const server = serverName(index % ROWS)
  const toMaint = Math.floor(index / ROWS) % 2 === 0
  const sentMs = performance.timeOrigin + performance.now()
  await site.haproxy.ask(`set server ${poolName(3)}/${server} state ${toMaint ? 'maint' : 'ready'}`)
  return { row: `lb1/${poolName(3)}/${server}`, toMaint, sentMs }
}

/** Delays of every change, ms; a change that was never drawn counts as infinitely late. */
async function measureChanges(site: LargeSite, page: Page, count: number, gapMs: () => number) {
  const changes: Change[] = []
  for (let index = 0; index < count; index++) {
    changes.push(await changeOne(site, index))
    await wait(gapMs())
  }
  await wait(DRAWN_WITHIN_MS)
  const drawn = await drawnOn(page)
  return changes.map((change) => {
    // Back from maintenance HAProxy says UP 1/3 until a check passed: the word that counts is the first other one.
    const seen = drawn.find(
      ({ row, claim, atMs }) =>
        row === change.row && (claim === 'maint') === change.toMaint && atMs >= change.sentMs,
    )
    return seen ? seen.atMs - change.sentMs : Number.POSITIVE_INFINITY
  })
}

async function measureCost(polygraph: PolygraphProcess, during: () => Promise<unknown>): Promise<number> {
  const [cpu, at] = [polygraph.cpuSeconds(), performance.now()]
  await during()
  return ((polygraph.cpuSeconds() - cpu) / (performance.now() - at)) * 100_000
}

async function measureLoads(browser: Browser, url: string, peer: string): Promise<Bar[]> {
  const [ours, theirs] = [[], []] as Awaited<ReturnType<typeof measureLoad>>[][]
  for (let n = 0; n < LOADS; n++) {
    ours!.push(await measureLoad(browser, url))
    theirs!.push(await measureLoad(browser, peer))
  }
  const of = (loads: typeof ours, pick: 'firstPaintMs' | 'loadedMs') =>
    median(loads!.map((load) => load[pick]))
  const [paint, load] = [of(ours, 'firstPaintMs'), of(ours, 'loadedMs')]
  const [peerPaint, peerLoad] = [of(theirs, 'firstPaintMs'), of(theirs, 'loadedMs')]
  const { scriptBytes, scripts, encodings } = ours![0]!
  return [
    atMost('live page: first contentful paint', paint, 1000, 'ms', `median of ${LOADS}`),
    atMost('live page: script on the wire', scriptBytes / 1000, 250, 'kB', `${scripts} files, ${encodings}`),
    told('live page: loaded', `${load.toFixed(0)} ms`),
    told(
      "peer: HAProxy's stats page, paint",
      `${peerPaint.toFixed(0)} ms; ours is ${(paint / peerPaint).toFixed(2)} of it`,
    ),
    told(
      "peer: HAProxy's stats page, loaded",
      `${peerLoad.toFixed(0)} ms; ours is ${(load / peerLoad).toFixed(2)} of it`,
    ),
  ]
}

const spread = (delays: readonly number[]) =>
  `p50 ${median(delays).toFixed(0)}, p99 ${share(delays, 0.99).toFixed(0)}, worst ${Math.max(...delays).toFixed(0)}, n ${delays.length}`

/** Everything at once, with syslog: delays, cost, long tasks, loads. */
async function watched(browser: Browser): Promise<Bar[]> {
  const syslog = await freePort()
  const site = await startLargeSite([`127.0.0.1:${syslog} local0`])
  const polygraph = await startPolygraph([
    ...['--haproxy', `lb1=unix:${site.haproxy.socket}`, '--syslog', `udp://127.0.0.1:${syslog}`],
  ])
  const watchers = startWatchers(polygraph.url, SOCKETS)
  try {
    await wait(5000)
    const page = await openLive(browser, polygraph.url, poolName(3))
    await wait(2000)
    const sinceMs = Date.now()
    const before = watchers.heard()
    const calm = await measureCost(polygraph, () => wait(QUIET_MS))
    const after = watchers.heard()
    let delays: number[] = []
    const busy = await measureCost(polygraph, async () => {
      delays = await measureChanges(site, page, CHANGES, () => 120 + Math.random() * 200)
    })
    const longTasks = (await longTasksOn(page)).filter(({ atMs }) => atMs >= sinceMs)
    const worst = Math.max(0, ...longTasks.map(({ ms }) => ms))
    const seconds = (Date.now() - sinceMs) / 1000
    await page.close()
    const loads = await measureLoads(browser, polygraph.url, site.statsUrl)
    const { rssMb, peakMb } = polygraph.memory()
    const sent = (after.bytes - before.bytes) / (QUIET_MS / 1000) / SOCKETS / 1000
    return [
      atMost('syslog → painted, p50', median(delays), 60, 'ms', spread(delays)),
      atMost('syslog → painted, p99', share(delays, 0.99), 200, 'ms'),
      atMost('server process, calm', calm, 50, '% of a core', `${QUIET_MS / 1000} s`),
      atMost('server process, 4 changes/s', busy, 50, '% of a core'),
      atMost('server process, memory', rssMb, 350, 'MB', `peak ${peakMb.toFixed(0)}`),
      told('sockets', `${after.connected} of ${SOCKETS}, ${sent.toFixed(1)} kB/s each, ${after.gaps} gaps`),
      atMost(
        'page: longest main-thread task',
        worst,
        50,
        'ms',
        `${longTasks.length} over 50 ms in ${seconds.toFixed(0)} s`,
      ),
      ...loads,
    ]
  } finally {
    watchers.stop()
    await polygraph.stop()
    await site.stop()
  }
}

async function polledOnly(browser: Browser): Promise<Bar[]> {
  const site = await startLargeSite([])
  const polygraph = await startPolygraph(['--haproxy', `lb1=unix:${site.haproxy.socket}`])
  const watchers = startWatchers(polygraph.url, SOCKETS)
  try {
    await wait(4000)
    const page = await openLive(browser, polygraph.url, poolName(3))
    await wait(2000)
    const delays = await measureChanges(site, page, CHANGES_POLLED, () => 1300 + Math.random() * 1000)
    return [atMost('polling → painted, worst', Math.max(...delays), 1200, 'ms', spread(delays))]
  } finally {
    watchers.stop()
    await polygraph.stop()
    await site.stop()
  }
}

export async function run(): Promise<Bar[]> {
  if (!haproxyVersion()) throw new Error('This needs HAProxy: apt-get install haproxy')
  const browser = await launchBrowser()
  try {
    const head = told(
      `HAProxy ${haproxyVersion()}`,
      `${POOLS * SERVERS_OF_POOL} servers, ${POOLS} pools, ${SOCKETS} sockets`,
    )
    return [head, ...(await watched(browser)), ...(await polledOnly(browser))]
  } finally {
    await browser.close()
  }
}
