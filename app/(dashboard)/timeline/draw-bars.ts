/** Incidents as bars under the ruler, with their titles where there is room. */

import { timeToX } from '../../strip-chart/time-scale.ts'
import { barColour } from './class-looks.ts'
import type { LaneFrame } from './draw-lane.ts'
import { BAR_ROW_PX, placeBars, RULER_PX } from './lane-layout.ts'

const TITLE_ROOM_PX = 60
const NAMED_FROM_PX = 46

export function drawBars(
  canvas: CanvasRenderingContext2D,
  { view, scale, palette, nowMs }: LaneFrame,
  selection: string | null,
): void {
  const msPerPx = (scale.toMs - scale.fromMs) / (scale.rightPx - scale.leftPx)
  canvas.font = `11px ${palette.font}`
  canvas.textBaseline = 'middle'
  for (const { bar, row } of placeBars(view.bars, nowMs, TITLE_ROOM_PX * msPerPx)) {
    const left = Math.max(scale.leftPx, timeToX(bar.startedAtMs, scale))
    const right = Math.min(scale.rightPx, timeToX(bar.endedAtMs ?? nowMs, scale))
    if (right < scale.leftPx || left > scale.rightPx) continue
    const top = RULER_PX + 3 + row * BAR_ROW_PX
    const width = Math.max(3, right - left)
    const colour = barColour(bar, palette)
    canvas.globalAlpha = bar.id === selection ? 0.5 : 0.24
    canvas.fillStyle = colour
    canvas.fillRect(left, top, width, BAR_ROW_PX - 3)
    canvas.globalAlpha = 1
    canvas.fillRect(left, top, 3, BAR_ROW_PX - 3)
    if (width < NAMED_FROM_PX) continue
    canvas.save()
    canvas.beginPath()
    canvas.rect(left, top, width - 4, BAR_ROW_PX)
    canvas.clip()
    canvas.fillStyle = palette.text
    canvas.fillText(bar.title, left + 8, top + (BAR_ROW_PX - 3) / 2 + 0.5)
    canvas.restore()
  }
}
