/** The whole surface: ruler, incidents, lanes in sight, gaps, annotations, brush and cursor. */

import { laneOf } from '#lib/model/lane'
import type { TimelineLane } from '#lib/views/timeline-view'
import { hatch } from '../../strip-chart/hatch.ts'
import type { StripPalette } from '../../strip-chart/strip-palette.ts'
import { type TimeScale, timeTicks, timeToX } from '../../strip-chart/time-scale.ts'
import type { Group } from './class-looks.ts'
import { drawBars } from './draw-bars.ts'
import { drawFinding, drawLane, type LaneFrame, marksOf } from './draw-lane.ts'
import { drawPicked } from './draw-picked.ts'
import { LANE_PX, LANES_TOP_PX, laneOfSubjects, RULER_PX } from './lane-layout.ts'
import type { StageState } from './stage.ts'

export type TimelineFrame = {
  state: StageState
  lanes: readonly TimelineLane[]
  hidden: ReadonlySet<Group>
  widthPx: number
  heightPx: number
  scrollPx: number
  palette: StripPalette
  nowMs: number
  formatTick: (atMs: number, stepMs: number) => string
}

export function drawTimeline(canvas: CanvasRenderingContext2D, frame: TimelineFrame): void {
  const { state, widthPx, heightPx, palette, nowMs } = frame
  const { view, window } = state
  const scale: TimeScale = { ...window, leftPx: 0, rightPx: widthPx }
  canvas.clearRect(0, 0, widthPx, heightPx)
  drawRuler(canvas, frame, scale)
  if (!view) return
  const drawn: LaneFrame = { view, scale, palette, looks: marksOf(palette, frame.hidden), nowMs }
  canvas.save()
  canvas.beginPath()
  canvas.rect(0, LANES_TOP_PX, widthPx, heightPx - LANES_TOP_PX)
  canvas.clip()
  drawLanes(canvas, frame, drawn)
  drawPicked(canvas, frame, scale)
  canvas.restore()
  drawGaps(canvas, frame, scale)
  drawBars(canvas, drawn, state.selection)
  drawAnnotations(canvas, frame, scale)
  drawEdges(canvas, frame, scale)
}

function drawRuler(canvas: CanvasRenderingContext2D, frame: TimelineFrame, scale: TimeScale): void {
  const { palette, heightPx, formatTick } = frame
  canvas.font = `11px ${palette.font}`
  canvas.textBaseline = 'middle'
  canvas.textAlign = 'left'
  const ticks = timeTicks(scale)
  const stepMs = ticks.length > 1 ? ticks[1]! - ticks[0]! : scale.toMs - scale.fromMs
  for (const tick of ticks) {
    const x = Math.round(timeToX(tick, scale)) + 0.5
    canvas.fillStyle = palette.grid
    canvas.fillRect(x, RULER_PX - 6, 1, heightPx)
    canvas.fillStyle = palette.muted
    canvas.fillText(formatTick(tick, stepMs), x + 4, RULER_PX / 2)
  }
}

function drawLanes(canvas: CanvasRenderingContext2D, frame: TimelineFrame, drawn: LaneFrame): void {
  const { lanes, scrollPx, heightPx, palette, widthPx, state } = frame
  const first = Math.max(0, Math.floor(scrollPx / LANE_PX))
  const last = Math.min(lanes.length, Math.ceil((scrollPx + heightPx - LANES_TOP_PX) / LANE_PX))
  const topOf = new Map<string, number>()
  for (let i = first; i < last; i++) {
    const lane = lanes[i]!
    const topPx = LANES_TOP_PX + i * LANE_PX - scrollPx
    topOf.set(lane.id, topPx)
    canvas.fillStyle = palette.grid
    canvas.fillRect(0, Math.round(topPx + LANE_PX) - 1, widthPx, 1)
    if (lane.id === state.lane) {
      canvas.globalAlpha = 0.6
      canvas.fillRect(0, topPx, widthPx, LANE_PX)
      canvas.globalAlpha = 1
    }
    drawLane(canvas, lane, topPx, drawn)
  }
  for (const bar of drawn.view.bars)
    for (const finding of bar.findings) {
      const topPx = topOf.get(laneOfSubjects(finding.subjects) ?? '')
      if (topPx !== undefined) drawFinding(canvas, finding, topPx, drawn)
    }
  for (const event of drawn.view.events ?? []) {
    const topPx = topOf.get(laneOf(event).id)
    const errorPx = timeToX(drawn.scale.fromMs + event.errorMs, drawn.scale)
    if (topPx === undefined || errorPx < 3) continue
    canvas.globalAlpha = 0.16
    canvas.fillStyle = palette.text
    canvas.fillRect(timeToX(event.atMs, drawn.scale) - errorPx, topPx + 5, errorPx * 2, LANE_PX - 10)
    canvas.globalAlpha = 1
  }
}

function drawGaps(canvas: CanvasRenderingContext2D, frame: TimelineFrame, scale: TimeScale): void {
  const { state, lanes, palette, heightPx, scrollPx, nowMs, widthPx } = frame
  for (const gap of state.view?.gaps ?? []) {
    const left = Math.max(0, timeToX(gap.fromMs, scale))
    const right = Math.min(widthPx, timeToX(gap.toMs ?? nowMs, scale))
    if (right - left < 1) continue
    if (gap.lane === null) {
      hatch(canvas, { left, right, top: LANES_TOP_PX, bottom: heightPx }, palette.faint, 0.28)
      continue
    }
    const at = lanes.findIndex((lane) => lane.id === gap.lane)
    const top = LANES_TOP_PX + at * LANE_PX - scrollPx
    if (at < 0 || top < LANES_TOP_PX - LANE_PX || top > heightPx) continue
    hatch(
      canvas,
      { left, right, top: Math.max(top, LANES_TOP_PX), bottom: top + LANE_PX },
      palette.faint,
      0.6,
    )
  }
}

function drawAnnotations(canvas: CanvasRenderingContext2D, frame: TimelineFrame, scale: TimeScale): void {
  const { state, palette, heightPx } = frame
  canvas.font = `11px ${palette.font}`
  for (const each of state.view?.annotations ?? []) {
    const x = Math.round(timeToX(each.atMs, scale)) + 0.5
    const end = each.toMs === null ? x : timeToX(each.toMs, scale)
    if (end < 0 || x > scale.rightPx) continue
    canvas.globalAlpha = 0.1
    canvas.fillStyle = palette.text
    if (end > x) canvas.fillRect(x, RULER_PX, end - x, heightPx)
    canvas.globalAlpha = each.id === state.selection ? 1 : 0.7
    canvas.fillRect(x, RULER_PX - 4, 1, heightPx)
    canvas.beginPath()
    canvas.moveTo(x, RULER_PX - 6)
    canvas.lineTo(x + 9, RULER_PX - 2)
    canvas.lineTo(x, RULER_PX + 3)
    canvas.fill()
    canvas.globalAlpha = 1
  }
}

function drawEdges(canvas: CanvasRenderingContext2D, frame: TimelineFrame, scale: TimeScale): void {
  const { state, palette, heightPx, widthPx, nowMs } = frame
  const nowX = timeToX(nowMs, scale)
  if (nowX < widthPx) {
    canvas.globalAlpha = 0.5
    canvas.fillStyle = palette.panel
    canvas.fillRect(Math.max(0, nowX), RULER_PX, widthPx, heightPx)
    canvas.globalAlpha = 1
    canvas.fillStyle = palette.line
    canvas.fillRect(Math.round(nowX), RULER_PX, 1, heightPx)
  }
  if (state.brush) {
    const [left, right] = [timeToX(state.brush.fromMs, scale), timeToX(state.brush.toMs, scale)]
    canvas.globalAlpha = 0.14
    canvas.fillStyle = palette.text
    canvas.fillRect(left, 0, right - left, heightPx)
    canvas.globalAlpha = 1
  }
  canvas.fillStyle = palette.text
  if (state.pinnedMs !== null) {
    const x = Math.round(timeToX(state.pinnedMs, scale))
    canvas.fillRect(x, RULER_PX - 4, 1, heightPx)
    canvas.beginPath()
    canvas.moveTo(x - 4, RULER_PX - 9)
    canvas.lineTo(x + 5, RULER_PX - 9)
    canvas.lineTo(x + 0.5, RULER_PX - 2)
    canvas.fill()
  }
  if (state.cursorMs === null) return
  canvas.globalAlpha = 0.55
  canvas.fillRect(Math.round(timeToX(state.cursorMs, scale)), RULER_PX - 4, 1, heightPx)
  canvas.globalAlpha = 1
}
