/** One lane: the state it was in as a band, its events as marks, its findings as a line below. */

import { EVENT_CLASSES, STATE_CLASSES } from '#lib/model/event-class'
import type { TimelineFinding, TimelineLane, TimelineView } from '#lib/views/timeline-view'
import type { StripPalette } from '../../strip-chart/strip-palette.ts'
import { type TimeScale, timeToX } from '../../strip-chart/time-scale.ts'
import { barColour, colourOf, type Group, groupOf, weightOf } from './class-looks.ts'
import { LANE_PX } from './lane-layout.ts'

export type LaneFrame = {
  view: TimelineView
  scale: TimeScale
  palette: StripPalette
  /** By class; null: not to be drawn. */
  looks: readonly (Look | null)[]
  nowMs: number
}

type Look = { colour: string; topPx: number; heightPx: number }

const BAND_PX = 6
const FAINT = new Set([0, 1, 8])
const MARK_LEAST_PX = 2
/** Many events in one mark are drawn fuller. */
const FULL_AT = 12

/** How marks of each class look, worked out once a frame. */
export function marksOf(palette: StripPalette, hidden: ReadonlySet<Group>): (Look | null)[] {
  const inner = LANE_PX - 4
  return EVENT_CLASSES.map((_, index) => {
    if (hidden.has(groupOf(index))) return null
    const heightPx = inner * weightOf(index)
    return { colour: colourOf(index, palette), topPx: 2 + (inner - heightPx) / 2, heightPx }
  })
}

/** First cell, three numbers each, of those that are not before; cells lie in the order of their buckets. */
function firstCell(cells: readonly number[], afterMs: number): number {
  let low = 0
  let high = cells.length / 3
  while (low < high) {
    const middle = (low + high) >> 1
    if (cells[middle * 3 + 2]! < afterMs) low = middle + 1
    else high = middle
  }
  return low * 3
}

export function drawLane(
  canvas: CanvasRenderingContext2D,
  lane: TimelineLane,
  topPx: number,
  frame: LaneFrame,
): void {
  const { cells } = lane
  const { view, scale, looks } = frame
  if (looks[0]) drawStates(canvas, lane, topPx, frame)
  const pxPerMs = (scale.rightPx - scale.leftPx) / (scale.toMs - scale.fromMs)
  const markPx = Math.max(MARK_LEAST_PX, Math.min(view.bucketMs * pxPerMs, 4))
  // Within its bucket a cell may lie before the one told first.
  const endMs = scale.toMs - view.fromMs + view.bucketMs
  const drawnAt = new Float64Array(looks.length).fill(Number.NEGATIVE_INFINITY)
  let colour = ''
  let alpha = -1
  for (
    let i = firstCell(cells, scale.fromMs - markPx / pxPerMs - view.fromMs - view.bucketMs);
    i < cells.length && cells[i + 2]! <= endMs;
    i += 3
  ) {
    const index = cells[i]!
    const look = looks[index]
    if (!look || cells[i + 1] === 0) continue
    const x = scale.leftPx + (view.fromMs + cells[i + 2]! - scale.fromMs) * pxPerMs
    // What lies on the same pixel cannot be told apart.
    if (x - drawnAt[index]! < 1) continue
    drawnAt[index] = x
    const fullness = 0.55 + 0.45 * Math.min(1, cells[i + 1]! / FULL_AT)
    if (fullness !== alpha) canvas.globalAlpha = alpha = fullness
    if (look.colour !== colour) canvas.fillStyle = colour = look.colour
    canvas.fillRect(x - 1, topPx + look.topPx, markPx, look.heightPx)
  }
  canvas.globalAlpha = 1
}

/** The last state told before a cell, and when; what the lane entered the window in where none was. */
function stateBefore(
  { cells, before }: TimelineLane,
  cell: number,
): { state: number | null; afterMs: number } {
  for (let i = cell - 3; i >= 0; i -= 3)
    if (cells[i]! < STATE_CLASSES) return { state: cells[i]!, afterMs: cells[i + 2]! }
  return { state: before, afterMs: 0 }
}

function drawStates(
  canvas: CanvasRenderingContext2D,
  lane: TimelineLane,
  topPx: number,
  { view, scale, palette, nowMs }: LaneFrame,
): void {
  const { cells } = lane
  const { fromMs, bucketMs } = view
  const y = topPx + (LANE_PX - BAND_PX) / 2
  const first = firstCell(cells, scale.fromMs - fromMs - bucketMs)
  const entered = stateBefore(lane, first)
  let [state, sinceMs] = [entered.state, fromMs + entered.afterMs]
  const band = (untilMs: number) => {
    if (state === null) return
    const left = Math.max(scale.leftPx, timeToX(sinceMs, scale))
    const right = Math.min(scale.rightPx, timeToX(untilMs, scale))
    if (right <= left) return
    canvas.globalAlpha = FAINT.has(state) ? 0.22 : 0.75
    canvas.fillStyle = colourOf(state, palette)
    canvas.fillRect(left, y, Math.max(1, right - left), BAND_PX)
  }
  for (let i = first; i < cells.length && fromMs + cells[i + 2]! <= scale.toMs + bucketMs; i += 3) {
    if (cells[i]! >= STATE_CLASSES) continue
    const atMs = fromMs + cells[i + 2]!
    band(atMs)
    ;[state, sinceMs] = [cells[i]!, atMs]
  }
  band(Math.min(view.toMs, nowMs))
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
