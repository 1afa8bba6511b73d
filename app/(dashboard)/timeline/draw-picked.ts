/** Events that were found or are kept at hand, marked on their lanes: a frame for what was found, a pin's head for what is kept. */

import { laneOf } from '#lib/model/lane'
import type { EventView } from '#lib/views/live-view'
import { type TimeScale, timeToX } from '../../strip-chart/time-scale.ts'
import type { TimelineFrame } from './draw-timeline.ts'
import { LANE_PX, LANES_TOP_PX } from './lane-layout.ts'

const HALF_PX = 4
const PIN_PX = 3

export function drawPicked(
  canvas: CanvasRenderingContext2D,
  { state, lanes, palette, widthPx, heightPx, scrollPx }: TimelineFrame,
  scale: TimeScale,
): void {
  const { found, pinned } = state
  if (found === null && pinned.length === 0) return
  const topOf = new Map(lanes.map((lane, at) => [lane.id, LANES_TOP_PX + at * LANE_PX - scrollPx]))
  const placeOf = (event: EventView) => {
    const topPx = topOf.get(laneOf(event).id)
    const x = Math.round(timeToX(event.atMs, scale))
    const inSight =
      topPx !== undefined && topPx > LANES_TOP_PX - LANE_PX && topPx < heightPx && x >= 0 && x <= widthPx
    return inSight ? { x, topPx } : null
  }
  canvas.lineWidth = 1.5
  canvas.strokeStyle = palette.text
  canvas.fillStyle = palette.text
  for (const event of found ?? []) {
    const place = placeOf(event)
    if (place) canvas.strokeRect(place.x - HALF_PX, place.topPx + 2, 2 * HALF_PX, LANE_PX - 5)
  }
  for (const event of pinned) {
    const place = placeOf(event)
    if (!place) continue
    canvas.beginPath()
    canvas.arc(place.x, place.topPx + PIN_PX + 1, PIN_PX, 0, 2 * Math.PI)
    canvas.fill()
  }
}
