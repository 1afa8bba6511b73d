/** One lane: the state it was in as a band, its events as marks, its findings as a line below. */

import { STATE_CLASSES } from '#lib/model/event-class'
import type { TimelineFinding, TimelineLane, TimelineView } from '#lib/views/timeline-view'
import type { StripPalette } from '../../strip-chart/strip-palette.ts'
import { type TimeScale, timeToX } from '../../strip-chart/time-scale.ts'
import { barColour, colourOf, type Group, groupOf, weightOf } from './class-looks.ts'
import { LANE_PX } from './lane-layout.ts'

export type LaneFrame = {
  view: TimelineView
  scale: TimeScale
  palette: StripPalette
  hidden: ReadonlySet<Group>
  nowMs: number
}

const BAND_PX = 6
const FAINT = new Set([0, 1, 8])
const MARK_LEAST_PX = 2
/** Many events in one mark are drawn fuller. */
const FULL_AT = 12

export function drawLane(
  canvas: CanvasRenderingContext2D,
  lane: TimelineLane,
  topPx: number,
  { view, scale, palette, hidden, nowMs }: LaneFrame,
): void {
  const { cells } = lane
  const { fromMs, bucketMs } = view
  if (!hidden.has('state')) drawStates(canvas, lane, topPx, { view, scale, palette, hidden, nowMs })
  const bucketPx = timeToX(scale.fromMs + bucketMs, scale) - scale.leftPx
  const markPx = Math.max(MARK_LEAST_PX, Math.min(bucketPx, 4))
  const inner = LANE_PX - 4
  for (let i = 0; i < cells.length; i += 3) {
    const index = cells[i]!
    if (cells[i + 1] === 0 || hidden.has(groupOf(index))) continue
    const x = timeToX(fromMs + cells[i + 2]!, scale)
    if (x < scale.leftPx - markPx || x > scale.rightPx) continue
    const height = inner * weightOf(index)
    canvas.globalAlpha = 0.55 + 0.45 * Math.min(1, cells[i + 1]! / FULL_AT)
    canvas.fillStyle = colourOf(index, palette)
    canvas.fillRect(x - 1, topPx + 2 + (inner - height) / 2, markPx, height)
  }
  canvas.globalAlpha = 1
}

function drawStates(
  canvas: CanvasRenderingContext2D,
  { cells, before }: TimelineLane,
  topPx: number,
  { view, scale, palette, nowMs }: LaneFrame,
): void {
  const { fromMs } = view
  const y = topPx + (LANE_PX - BAND_PX) / 2
  let [state, sinceMs] = [before, fromMs]
  const endMs = Math.min(view.toMs, nowMs)
  const band = (untilMs: number) => {
    if (state === null) return
    const left = Math.max(scale.leftPx, timeToX(sinceMs, scale))
    const right = Math.min(scale.rightPx, timeToX(untilMs, scale))
    if (right <= left) return
    canvas.globalAlpha = FAINT.has(state) ? 0.22 : 0.75
    canvas.fillStyle = colourOf(state, palette)
    canvas.fillRect(left, y, Math.max(1, right - left), BAND_PX)
  }
  for (let i = 0; i < cells.length; i += 3) {
    if (cells[i]! >= STATE_CLASSES) continue
    const atMs = fromMs + cells[i + 2]!
    band(atMs)
    ;[state, sinceMs] = [cells[i]!, atMs]
  }
  band(endMs)
  canvas.globalAlpha = 1
}

/** Findings as lines at the lane's foot; one whose beginning is not known for sure fades in. */
export function drawFinding(
  canvas: CanvasRenderingContext2D,
  finding: TimelineFinding,
  topPx: number,
  { scale, palette, nowMs }: Pick<LaneFrame, 'scale' | 'palette' | 'nowMs'>,
): void {
  const left = timeToX(finding.startedAtMs, scale)
  const right = timeToX(finding.endedAtMs ?? nowMs, scale)
  if (right < scale.leftPx || left > scale.rightPx) return
  const errorPx = timeToX(scale.fromMs + finding.startedErrorMs, scale) - scale.leftPx
  canvas.fillStyle = barColour(finding, palette)
  if (errorPx > 2) {
    canvas.globalAlpha = 0.35
    canvas.fillRect(left - errorPx, topPx + LANE_PX - 4, errorPx * 2, 3)
  }
  canvas.globalAlpha = 1
  const [from, to] = [Math.max(left, scale.leftPx), Math.min(right, scale.rightPx)]
  canvas.fillRect(from, topPx + LANE_PX - 4, Math.max(2, to - from), 3)
}
