/** Event pens and verdict marks: a diamond each, a line down through the channels, a label where there is room. */

import type { StripFrame } from './draw-strip.ts'
import { placeLabels } from './place-labels.ts'
import { LABEL_LANES, laneMiddle, type StripLayout } from './strip-layout.ts'
import { timeToX } from './time-scale.ts'

type Drawn = { id: string; x: number; errorPx: number; tone: string; label: string; priority: number }

const LABEL_MOST_CHARACTERS = 46
/** Where the chart is narrow. */
const LABEL_FEWEST_CHARACTERS = 21
const NARROW_PX = 500
const FIRST_ROW_MOST_PX = 56

export function drawMarks(canvas: CanvasRenderingContext2D, frame: StripFrame): void {
  const { layout, palette, scale } = frame
  const drawn = marksInSight(frame)
  for (const mark of drawn) {
    const lie = mark.tone === 'lie'
    canvas.strokeStyle = palette.tones[mark.tone] ?? palette.muted
    canvas.globalAlpha = lie ? 0.9 : 0.55
    canvas.lineWidth = 1
    canvas.setLineDash(lie ? [] : [2, 3])
    const x = Math.round(mark.x) + 0.5
    canvas.beginPath()
    canvas.moveTo(x, layout.marks.heightPx - 4)
    canvas.lineTo(x, lie ? layout.times.topPx : firstRowEnd(layout))
    canvas.stroke()
    canvas.setLineDash([])
    canvas.globalAlpha = 1
    canvas.fillStyle = canvas.strokeStyle
    if (mark.errorPx > 2)
      canvas.fillRect(mark.x - mark.errorPx, layout.marks.heightPx - 5, mark.errorPx * 2, 2)
    diamond(canvas, x, layout.marks.heightPx - 4, lie ? 5.5 : 4)
  }
  canvas.font = `11px ${palette.font}`
  canvas.textBaseline = 'middle'
  const wishes = drawn.map((mark) => ({ ...mark, widthPx: canvas.measureText(mark.label).width }))
  const { placed } = placeLabels(wishes, LABEL_LANES, scale.leftPx, scale.rightPx - 4)
  const byId = new Map(drawn.map((mark) => [mark.id, mark]))
  for (const label of placed) {
    const mark = byId.get(label.id)!
    canvas.fillStyle = palette.tones[mark.tone] ?? palette.muted
    canvas.fillText(mark.label, label.leftPx, laneMiddle(layout, label.lane) - 2)
  }
}

/** Ordinary events reach into the first channel only; the rest belongs to what is measured. */
function firstRowEnd({ rows, marks }: StripLayout): number {
  const ends = Object.values(rows).map((row) => row.topPx + row.heightPx)
  return Math.min(...ends, marks.heightPx + FIRST_ROW_MOST_PX)
}

function marksInSight({ marks, lies, scale }: StripFrame): Drawn[] {
  const inSight = (atMs: number) => atMs >= scale.fromMs && atMs <= scale.toMs
  const pxPerMs = (scale.rightPx - scale.leftPx) / (scale.toMs - scale.fromMs)
  const fromLies = lies
    .filter((lie) => inSight(lie.fromMs))
    .map((lie) => ({
      id: `lie-${lie.id}`,
      x: timeToX(lie.fromMs, scale),
      errorPx: 0,
      tone: 'lie',
      label: lie.label,
      priority: lie.toMs === null ? 11 : 8,
    }))
  const told = new Set(lies.map((lie) => lie.fromMs))
  const fromEvents = marks
    .filter((mark) => inSight(mark.atMs) && !(mark.tone === 'lie' && told.has(mark.atMs)))
    .map((mark) => ({ ...mark, x: timeToX(mark.atMs, scale), errorPx: mark.errorMs * pxPerMs }))
  const most = scale.rightPx - scale.leftPx < NARROW_PX ? LABEL_FEWEST_CHARACTERS : LABEL_MOST_CHARACTERS
  return [...fromEvents, ...fromLies].map((mark) => ({ ...mark, label: shorten(mark.label, most) }))
}

function shorten(label: string, most: number): string {
  return label.length <= most ? label : `${label.slice(0, most - 1)}…`
}

function diamond(canvas: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  canvas.beginPath()
  canvas.moveTo(x, y - size)
  canvas.lineTo(x + size, y)
  canvas.lineTo(x, y + size)
  canvas.lineTo(x - size, y)
  canvas.fill()
}
