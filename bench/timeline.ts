/** The timeline with a day of events: first paint, frames while a person pans and zooms, and any window of a million. */

import type { Page } from 'playwright-core'
import { until } from '#lab/haproxy/until'
import { atMost, type Bar, median, share, told } from './bars.ts'
import { fillEvents } from './fill-events.ts'
import { startPolygraph } from './polygraph-process.ts'
import { launchBrowser } from './watch-page.ts'

const HOUR_MS = 3_600_000
const PAINT_BAR_MS = 500
const FRAME_BAR_MS = 20
const WINDOW_BAR_MS = 300
const RUNS = 7
const GESTURE_MS = 3_000

export async function run(): Promise<Bar[]> {
  return [...(await inBrowser()), ...(await anyWindow())]
}

async function inBrowser(): Promise<Bar[]> {
  const polygraph = await startPolygraph([], await fillEvents(100_000))
  const browser = await launchBrowser()
  try {
    const toMs = Date.now()
    const url = `${polygraph.url}/timeline?from=${toMs - 24 * HOUR_MS}&to=${toMs}`
    const paints: number[] = []
    const contents: number[] = []
    let page: Page | null = null
    for (let i = 0; i <= RUNS; i++) {
      await page?.context().close()
      page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
      await page.addInitScript(notePaint)
      await page.goto(url)
      await page.locator('html[data-timeline-drawn]').waitFor({ state: 'attached' })
      const { drawnMs, firstMs } = await page.evaluate(readPaint)
      // The first opening warms the server.
      if (i > 0) paints.push(drawnMs)
      if (i > 0) contents.push(firstMs)
    }
    const idle = await framesDuring(page!, async () => {})
    const panned = await framesDuring(page!, drag)
    const zoomed = await framesDuring(page!, wheel)
    const perSecond = (frames: number[]) => 1000 / (frames.reduce((a, b) => a + b, 0) / frames.length)
    const bars = (what: string, frames: number[]) => [
      atMost(
        `p95 frame while ${what}`,
        share(frames, 0.95),
        FRAME_BAR_MS,
        'ms',
        `${perSecond(frames).toFixed(1)} frames/s`,
      ),
    ]
    return [
      told('first contentful paint', `${median(contents).toFixed(0)} ms`),
      atMost(
        'events of 24 h drawn, median of 7',
        median(paints),
        PAINT_BAR_MS,
        'ms',
        `worst ${Math.max(...paints).toFixed(0)}`,
      ),
      told(
        'the browser itself, at rest',
        `p95 ${share(idle, 0.95).toFixed(1)} ms, ${perSecond(idle).toFixed(1)} frames/s`,
      ),
      ...bars('panning', panned),
      ...bars('zooming', zoomed),
    ]
  } finally {
    await browser.close()
    await polygraph.stop()
  }
}

async function anyWindow(): Promise<Bar[]> {
  const polygraph = await startPolygraph([], await fillEvents(1_000_000))
  try {
    const toMs = Date.now()
    const ask = async (fromMs: number, untilMs: number) => {
      const startedMs = performance.now()
      const answer = await fetch(`${polygraph.url}/api/v1/timeline?from=${fromMs}&to=${untilMs}&buckets=2000`)
      const bytes = (await answer.arrayBuffer()).byteLength
      if (!answer.ok) throw new Error(`the dashboard answered ${answer.status}`)
      return { tookMs: performance.now() - startedMs, bytes }
    }
    await until('the record to be read', async () => (await ask(toMs - HOUR_MS, toMs)).bytes > 0, {
      timeoutMs: 120_000,
    })
    const bars: Bar[] = []
    for (const [name, spanMs] of Object.entries({
      '24 h': 24 * HOUR_MS,
      '6 h': 6 * HOUR_MS,
      '1 h': HOUR_MS,
      '1 s': 1_000,
    })) {
      const times: number[] = []
      let bytes = 0
      for (let i = 0; i < RUNS; i++) {
        // The busiest hour is in the middle of the day.
        const fromMs = Math.min(toMs - spanMs, toMs - 12 * HOUR_MS + i * 60_000)
        const answer = await ask(fromMs, fromMs + spanMs)
        times.push(answer.tookMs)
        bytes = answer.bytes
      }
      const note = `worst ${Math.max(...times).toFixed(0)}, ${(bytes / 1e6).toFixed(1)} MB`
      bars.push(atMost(`a million events, a window of ${name}`, median(times), WINDOW_BAR_MS, 'ms', note))
    }
    const startedMs = performance.now()
    await polygraph.get(`/api/v1/events?from=${toMs - 24 * HOUR_MS}&to=${toMs}&text=nothing+says+this`)
    const searchedMs = performance.now() - startedMs
    bars.push(told('words looked for in all of them', `${searchedMs.toFixed(0)} ms`))
    return [...bars, told('memory', `${polygraph.memory().rssMb.toFixed(0)} MB`)]
  } finally {
    await polygraph.stop()
  }
}

/** Runs in the page: when the frame that first had events on it was painted. */
function notePaint() {
  new MutationObserver((_, observer) => {
    if (!document.documentElement?.dataset.timelineDrawn) return
    observer.disconnect()
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => Object.assign(window, { drawnMs: performance.now() })
      port2.postMessage(null)
    })
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-timeline-drawn'] })
}

async function readPaint(): Promise<{ drawnMs: number; firstMs: number }> {
  const at = window as unknown as { drawnMs?: number }
  while (at.drawnMs === undefined) await new Promise((resolve) => requestAnimationFrame(resolve))
  const first = performance.getEntriesByName('first-contentful-paint')[0]
  return { drawnMs: at.drawnMs, firstMs: first?.startTime ?? Number.NaN }
}

/** Lengths of the frames while a gesture goes on, each ms as the page itself was called. */
async function framesDuring(page: Page, gesture: (page: Page) => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const at = { frames: [] as number[], before: performance.now(), going: true }
    Object.assign(window, {
      frameNotes: at,
      noteFrame(now: number) {
        at.frames.push(now - at.before)
        at.before = now
        if (at.going) requestAnimationFrame((window as unknown as FrameNotes).noteFrame)
      },
    })
    requestAnimationFrame((window as unknown as FrameNotes).noteFrame)
  })
  await gesture(page)
  const endMs = Date.now() + 500
  if (gesture.length === 0) await page.waitForFunction((end) => Date.now() > end, endMs + GESTURE_MS)
  return page.evaluate(() => {
    const { frameNotes } = window as unknown as FrameNotes
    frameNotes.going = false
    return frameNotes.frames.slice(2)
  })
}

type FrameNotes = { frameNotes: { frames: number[]; going: boolean }; noteFrame: (now: number) => void }

async function drag(page: Page): Promise<void> {
  await page.mouse.move(900, 500)
  await page.mouse.down()
  const endMs = Date.now() + GESTURE_MS
  for (let i = 0; Date.now() < endMs; i++) await page.mouse.move(900 + 300 * Math.sin(i / 25), 500)
  await page.mouse.up()
}

async function wheel(page: Page): Promise<void> {
  await page.mouse.move(800, 500)
  await page.keyboard.down('Control')
  const endMs = Date.now() + GESTURE_MS
  for (let i = 0; Date.now() < endMs; i++) await page.mouse.wheel(0, Math.floor(i / 40) % 2 ? 40 : -40)
  await page.keyboard.up('Control')
}
