/** Draws one whole frame of the strip chart from plain values; keeps nothing. */

import type { StripSecond } from '#lib/views/live-view'
import type { NetworkSecond } from '#lib/views/network-view'
import { drawChannels } from './draw-channels.ts'
import { drawMarks } from './draw-marks.ts'
import { drawNetwork } from './draw-network.ts'
import { hatch } from './hatch.ts'
import { NETWORK_CHANNELS, POOL_CHANNELS } from './known-channels.ts'
import { type StripLayout, spanOf } from './strip-layout.ts'
import type { Lie, StripMark } from './strip-marks.ts'
import type { StripPalette } from './strip-palette.ts'
import { gapsIn, type TimeScale, timeTicks, timeToX } from './time-scale.ts'

export type StripFrame = {
  seconds: readonly StripSecond[]
  network: readonly NetworkSecond[]
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
  drawNetwork(canvas, frame)
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
  for (const row of [...Object.values(layout.rows), layout.times]) {
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
    canvas.moveTo(x, layout.marks.heightPx)
    canvas.lineTo(x, layout.times.topPx + 5)
    canvas.stroke()
    const label = formatTick(tick)
    const width = canvas.measureText(label).width
    if (x + 5 + width > scale.rightPx) continue
    canvas.fillStyle = palette.faint
    canvas.fillText(label, x + 5, layout.times.topPx + layout.times.heightPx / 2 + 1)
  }
}

/** The verdict ties the channels together: one wash over all of them for as long as they disagree. */
function drawLies(canvas: CanvasRenderingContext2D, { lies, scale, layout, palette }: StripFrame): void {
  canvas.fillStyle = palette.lieWash
  let washedTo = scale.leftPx
  for (const lie of [...lies].sort((a, b) => a.fromMs - b.fromMs)) {
    const from = Math.max(washedTo, timeToX(lie.fromMs, scale))
    const to = Math.min(scale.rightPx, timeToX(lie.toMs ?? scale.toMs, scale))
    if (to <= from) continue
    canvas.fillRect(from, layout.marks.heightPx, to - from, layout.times.topPx - layout.marks.heightPx)
    washedTo = to
  }
}

/** Load balancer and hosts are watched apart: each has gaps of its own. */
function drawGaps(
  canvas: CanvasRenderingContext2D,
  { seconds, network, scale, layout, palette }: StripFrame,
) {
  const parts = [
    [spanOf(layout, POOL_CHANNELS), seconds],
    [spanOf(layout, NETWORK_CHANNELS), network],
  ] as const
  for (const [row, known] of parts)
    if (row)
      for (const gap of gapsIn(known, scale.fromMs, scale.toMs)) {
        const left = Math.max(scale.leftPx, timeToX(gap.fromMs, scale))
        const right = Math.min(scale.rightPx, timeToX(gap.toMs, scale))
        const box = { left, right, top: row.topPx + 1, bottom: row.topPx + row.heightPx }
        hatch(canvas, box, palette.faint, 0.35)
      }
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
  canvas.moveTo(x, layout.marks.heightPx)
  canvas.lineTo(x, layout.times.topPx)
  canvas.stroke()
}
