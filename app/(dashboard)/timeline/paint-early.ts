/** A small script of its own: draws the first picture while the page's script, thirty times its size, is still on its way. */

import { spreadView } from '#lib/views/spread-cells'
import type { TimelineView } from '#lib/views/timeline-view'
import { readUrl } from '../../shell/read-url.ts'
import { readPalette } from '../../strip-chart/strip-palette.ts'
import { surfaceOf } from '../../strip-chart/surface-of.ts'
import { isGroup } from './class-looks.ts'
import { drawTimeline } from './draw-timeline.ts'
import './early-view.ts'
import { formatTick } from './format-tick.ts'
import { lanesShown } from './lane-layout.ts'

const CANVAS = '.timeline-surface canvas'
const script = document.currentScript as HTMLScriptElement

async function paint(from: string, window: { fromMs: number; toMs: number }, loaded: Promise<TimelineView>) {
  const [view, canvas] = await Promise.all([loaded, canvasThere()])
  // The page was quicker.
  if (document.documentElement.dataset.timelineDrawn || !canvas.isConnected) return
  const on = surfaceOf(canvas, canvas.parentElement!.clientHeight)
  if (!on) return
  const url = readUrl(new URLSearchParams(from))
  const hidden = new Set(url.hidden.filter(isGroup))
  drawTimeline(on.context, {
    state: {
      ...{ window, view, following: false, problem: null, clockOffsetMs: 0, cursorMs: null },
      ...NOTHING,
      pinnedMs: url.atMs,
      lane: url.selection,
    },
    lanes: lanesShown(view, { filter: url.filter, hidden, quiet: url.quiet ?? true }),
    ...{ hidden, widthPx: on.widthPx, heightPx: on.heightPx, scrollPx: 0, palette: readPalette(canvas) },
    nowMs: view.nowMs,
    formatTick: (atMs, stepMs) => formatTick(atMs, stepMs, url.zone),
  })
  document.documentElement.dataset.timelineDrawn = String(view.nowMs)
}

const NOTHING = { brush: null, found: null, pinned: [], selection: null }

/** With the styles applied: before that it has no size. */
async function canvasThere(): Promise<HTMLCanvasElement> {
  for (;;) {
    const canvas = document.querySelector<HTMLCanvasElement>(CANVAS)
    if (canvas && canvas.parentElement!.clientHeight > 0) return canvas
    await new Promise(requestAnimationFrame)
  }
}

const { url, from, to } = script.dataset
if (url && from && to) {
  const view = fetch(url).then((answer) => {
    if (!answer.ok) throw new Error(`the dashboard answered ${answer.status}`)
    return answer.json().then(spreadView)
  })
  window.polygraphEarly = { url, view }
  // What fails here the page asks for again, and says.
  paint(location.search, { fromMs: Number(from), toMs: Number(to) }, view).catch(() => {})
}
