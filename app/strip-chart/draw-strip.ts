/** Draws one whole frame of the strip chart from plain values; keeps nothing. */

import type { StripSecond } from '#lib/views/live-view'
import { drawChannels } from './draw-channels.ts'
import { drawMarks } from './draw-marks.ts'
import type { StripLayout } from './strip-layout.ts'
import type { Lie, StripMark } from './strip-marks.ts'
import type { StripPalette } from './strip-palette.ts'
import { gapsIn, type TimeScale, timeTicks, timeToX } from './time-scale.ts'

export type StripFrame = {
  seconds: readonly StripSecond[]
  marks: readonly StripMark[]
  lies: readonly Lie[]
  scale: TimeScale
  layout: StripLayout
  palette: StripPalette
  /** Null where no cursor is set. */
  cursorMs: number | null
  formatTick: (atMs: number) => string
}

export function drawStrip(canvas: CanvasRenderingContext2D, frame: StripFrame): void {
  const { layout, scale } = frame
  canvas.clearRect(0, 0, scale.rightPx, layout.heightPx)
  canvas.lineJoin = 'round'
  drawGrid(canvas, frame)
  drawLies(canvas, frame)
  canvas.save()
  canvas.beginPath()
  canvas.rect(scale.leftPx, 0, scale.rightPx - scale.leftPx, layout.heightPx)
  canvas.clip()
  drawChannels(canvas, frame)
  drawGaps(canvas, frame)
  canvas.restore()
  drawMarks(canvas, frame)
  drawCursor(canvas, frame)
}

function drawGrid(
  canvas: CanvasRenderingContext2D,
  { layout, scale, palette, formatTick }: StripFrame,
): void {
  canvas.lineWidth = 1
  canvas.strokeStyle = palette.line
  for (const row of [layout.claim, layout.traffic, layout.sessions, layout.times]) {
    canvas.beginPath()
    canvas.moveTo(0, row.topPx + 0.5)
    canvas.lineTo(scale.rightPx, row.topPx + 0.5)
    canvas.stroke()
  }
  canvas.font = `11px ${palette.font}`
  canvas.textBaseline = 'middle'
  for (const tick of timeTicks(scale)) {
    const x = Math.round(timeToX(tick, scale)) + 0.5
    canvas.strokeStyle = palette.grid
    canvas.beginPath()
    canvas.moveTo(x, layout.claim.topPx)
    canvas.lineTo(x, layout.times.topPx + 5)
    canvas.stroke()
    const label = formatTick(tick)
    const width = canvas.measureText(label).width
    if (x + 5 + width > scale.rightPx) continue
    canvas.fillStyle = palette.faint
    canvas.fillText(label, x + 5, layout.times.topPx + layout.times.heightPx / 2 + 1)
  }
}

/** The verdict ties the channels together: a wash over all of them for as long as they disagree. */
function drawLies(canvas: CanvasRenderingContext2D, { lies, scale, layout, palette }: StripFrame): void {
  canvas.fillStyle = palette.lieWash
  for (const lie of lies) {
    const from = Math.max(scale.leftPx, timeToX(lie.fromMs, scale))
    const to = Math.min(scale.rightPx, timeToX(lie.toMs ?? scale.toMs, scale))
    if (to > from)
      canvas.fillRect(from, layout.claim.topPx, to - from, layout.times.topPx - layout.claim.topPx)
  }
}

const HATCH_PX = 7

function drawGaps(canvas: CanvasRenderingContext2D, { seconds, scale, layout, palette }: StripFrame): void {
  canvas.strokeStyle = palette.faint
  canvas.globalAlpha = 0.35
  canvas.lineWidth = 1
  const top = layout.claim.topPx + 1
  const bottom = layout.times.topPx
  for (const gap of gapsIn(seconds, scale.fromMs, scale.toMs)) {
    const from = Math.max(scale.leftPx, timeToX(gap.fromMs, scale))
    const to = Math.min(scale.rightPx, timeToX(gap.toMs, scale))
    canvas.save()
    canvas.beginPath()
    canvas.rect(from, top, to - from, bottom - top)
    canvas.clip()
    canvas.beginPath()
    const first = Math.floor((from - (bottom - top)) / HATCH_PX) * HATCH_PX
    for (let x = first; x < to; x += HATCH_PX) {
      canvas.moveTo(x, bottom)
      canvas.lineTo(x + (bottom - top), top)
    }
    canvas.stroke()
    canvas.restore()
  }
  canvas.globalAlpha = 1
}

function drawCursor(
  canvas: CanvasRenderingContext2D,
  { cursorMs, scale, layout, palette }: StripFrame,
): void {
  if (cursorMs === null || cursorMs < scale.fromMs || cursorMs > scale.toMs) return
  const x = Math.round(timeToX(cursorMs, scale)) + 0.5
  canvas.strokeStyle = palette.text
  canvas.lineWidth = 1
  canvas.beginPath()
  canvas.moveTo(x, layout.claim.topPx)
  canvas.lineTo(x, layout.times.topPx)
  canvas.stroke()
}
