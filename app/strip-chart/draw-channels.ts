/** The pool's channels: claims as bands, requests with their failing part, sessions. */

import type { StripSecond } from '#lib/views/live-view'
import { roundedMax, stackClaims } from './bands.ts'
import { columnOf, isSeen } from './columns.ts'
import type { StripFrame } from './draw-strip.ts'
import { inner, type Row } from './strip-layout.ts'
import { timeToX } from './time-scale.ts'

export function drawChannels(canvas: CanvasRenderingContext2D, frame: StripFrame): void {
  const { claim, traffic, sessions } = frame.layout.rows
  if (claim) drawClaims(canvas, frame, inner(claim))
  if (traffic) drawTraffic(canvas, frame, inner(traffic))
  if (sessions) drawLine(canvas, frame, inner(sessions), sessionsMax(frame.seconds), (each) => each.sessions)
}

/** What works stays quiet: a thin wash with a line; what does not is solid. */
function drawClaims(canvas: CanvasRenderingContext2D, frame: StripFrame, row: Row): void {
  for (const { second, claims } of frame.seconds) {
    if (!isSeen(frame, second)) continue
    const { left, width } = columnOf(frame, second)
    for (const band of stackClaims(claims, row.heightPx)) {
      const quiet = band.kind === 'up' || band.kind === 'no-check'
      canvas.fillStyle = frame.palette.tones[band.kind] ?? frame.palette.muted
      const top = row.topPx + band.topPx
      canvas.globalAlpha = quiet ? 0.2 : 0.85
      canvas.fillRect(left, top, width, band.heightPx)
      canvas.globalAlpha = 1
      if (quiet) canvas.fillRect(left, top, width, 1.5)
    }
  }
}

/** The filled part under the line is what failed: its share of the height is the failing share. */
function drawTraffic(canvas: CanvasRenderingContext2D, frame: StripFrame, row: Row): void {
  const max = trafficMax(frame.seconds)
  const isLie = (atMs: number) =>
    frame.lies.some((lie) => atMs >= lie.fromMs && atMs < (lie.toMs ?? Infinity))
  for (const { second, failureRate } of frame.seconds) {
    if (!failureRate || failureRate < 0 || !isSeen(frame, second)) continue
    const { left, width } = columnOf(frame, second)
    const height = Math.max(2, Math.min(1, failureRate / max) * row.heightPx)
    canvas.fillStyle = isLie(second * 1000 + 999) ? frame.palette.lie : frame.palette.failing
    canvas.globalAlpha = 0.9
    canvas.fillRect(left, row.topPx + row.heightPx - height, width, height)
    canvas.globalAlpha = 1
  }
  drawLine(canvas, frame, row, max, (each) => each.requestRate)
}

export function trafficMax(seconds: readonly StripSecond[]): number {
  return roundedMax(Math.max(0, ...seconds.map((each) => each.requestRate ?? 0)))
}

export function sessionsMax(seconds: readonly StripSecond[]): number {
  return roundedMax(Math.max(0, ...seconds.map((each) => each.sessions ?? 0)))
}

/** Broken where a second is missing or its number does not apply. */
function drawLine(
  canvas: CanvasRenderingContext2D,
  frame: StripFrame,
  row: Row,
  max: number,
  numberOf: (each: StripSecond) => number | null,
): void {
  canvas.beginPath()
  let before = Number.NaN
  for (const each of frame.seconds) {
    const value = numberOf(each)
    if (value === null || !isSeen(frame, each.second - 1)) {
      before = Number.NaN
      continue
    }
    const x = timeToX(each.second * 1000 + 500, frame.scale)
    const y = row.topPx + row.heightPx * (1 - Math.min(1, Math.max(0, value / max)))
    if (each.second === before + 1) canvas.lineTo(x, y)
    else canvas.moveTo(x - 0.75, y)
    if (each.second !== before + 1) canvas.lineTo(x, y)
    before = each.second
  }
  canvas.strokeStyle = frame.palette.text
  canvas.lineWidth = 1.35
  canvas.stroke()
}
