/** One real Chromium on a page: when rows were painted, which main-thread tasks were long, what was loaded. */

import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export type Drawn = { row: string; claim: string; atMs: number }
export type Load = {
  firstPaintMs: number
  loadedMs: number
  scriptBytes: number
  scripts: number
  encodings: string[]
}

export function launchBrowser(): Promise<Browser> {
  const executablePath = CHROMIUM.find((file) => existsSync(file))
  if (!executablePath) throw new Error('This needs Chromium: apt-get install chromium')
  return chromium.launch({ executablePath, headless: true, args: FLAGS })
}

/** Runs in the page before anything else: notes each row's new claim once the frame with it was painted. */
function observe() {
  const seen = { drawn: [] as Drawn[], longTasks: [] as { atMs: number; ms: number }[] }
  Object.assign(window, { polygraphBench: seen })
  const painted = (then: () => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = then
      port2.postMessage(null)
    })
  const noted = (rows: Element[]) => {
    const changes = rows.map((row) => ({
      row: row.getAttribute('data-server') ?? '',
      claim: row.getAttribute('data-claim') ?? '',
    }))
    if (changes.length)
      painted(() => {
        const atMs = performance.timeOrigin + performance.now()
        for (const change of changes) seen.drawn.push({ ...change, atMs })
      })
  }
  new MutationObserver((records) => {
    const rows = new Set<Element>()
    for (const record of records) {
      if (record.type === 'attributes') rows.add(record.target as Element)
      for (const node of record.addedNodes)
        if (node instanceof Element) {
          if (node.matches('[data-server]')) rows.add(node)
          for (const row of node.querySelectorAll('[data-server]')) rows.add(row)
        }
    }
    noted([...rows])
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-claim'] })
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      seen.longTasks.push({ atMs: performance.timeOrigin + startTime, ms: duration })
  }).observe({ type: 'longtask', buffered: true })
}

export async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  // tsx marks functions with a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (value) => value')
  await page.addInitScript(observe)
  return page
}

type Bench = { polygraphBench: { drawn: Drawn[]; longTasks: { atMs: number; ms: number }[] } }

export const drawnOn = (page: Page) => page.evaluate(() => (window as unknown as Bench).polygraphBench.drawn)
export const longTasksOn = (page: Page) =>
  page.evaluate(() => (window as unknown as Bench).polygraphBench.longTasks)

/** Loads an address in a fresh page with an empty cache. */
export async function measureLoad(browser: Browser, url: string): Promise<Load> {
  const page = await openPage(browser)
  const encodings = new Set<string>()
  page.on('response', (response) => {
    const type = response.headers()['content-type'] ?? ''
    if (/javascript|html|css/.test(type)) encodings.add(response.headers()['content-encoding'] ?? 'none')
  })
  try {
    await page.goto(url, { waitUntil: 'load' })
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
    const load = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
      const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(
        (one) => new URL(one.name).pathname.endsWith('.js'),
      )
      return {
        firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
        loadedMs: navigation?.loadEventEnd || performance.now(),
        scriptBytes: scripts.reduce((sum, one) => sum + one.encodedBodySize, 0),
        scripts: scripts.length,
      }
    })
    return { ...load, encodings: [...encodings] }
  } finally {
    await page.close()
  }
}
