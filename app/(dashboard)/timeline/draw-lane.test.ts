import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EVENT_CLASSES, STATE_CLASSES } from '#lib/model/event-class'
import { countWindow } from '#lib/timeline/count-window'
import { spreadCells } from '#lib/views/spread-cells'
import type { TimelineView } from '#lib/views/timeline-view'
import type { StripPalette } from '../../strip-chart/strip-palette.ts'
import { drawLane, type LaneFrame } from './draw-lane.ts'

const T0 = 1_750_000_000_000
const HOUR_MS = 3_600_000
const WIDTH = 300

type Rect = { colour: string; x: number; width: number; heightPx: number }

/** What a canvas would show. */
function paper() {
  const rects: Rect[] = []
  const canvas = {
    globalAlpha: 1,
    fillStyle: '',
    fillRect(x: number, _y: number, width: number, heightPx: number) {
      rects.push({ colour: this.fillStyle, x, width, heightPx })
    },
  }
  return { rects, canvas: canvas as unknown as CanvasRenderingContext2D }
}

const events = fc
  .array(
    fc.record({ after: fc.integer({ min: 0, max: HOUR_MS - 1 }), kind: fc.nat(EVENT_CLASSES.length - 1) }),
    {
      maxLength: 60,
    },
  )
  .map((list) => list.toSorted((a, b) => a.after - b.after))

test('every event in sight has a mark where it happened, and every moment the state that was last told', () => {
  fc.assert(
    fc.property(events, fc.nat(3_000_000), fc.integer({ min: 10_000, max: HOUR_MS }), (list, from, span) => {
      const columns = {
        atMs: Float64Array.from(list, (each) => T0 + each.after),
        lane: new Uint16Array(list.length),
        class: Uint8Array.from(list, (each) => each.kind),
        count: list.length,
      }
      const loaded = { fromMs: T0, toMs: T0 + HOUR_MS }
      const counted = countWindow(columns, 1, { ...loaded, buckets: 400 })
      const scale = { fromMs: T0 + from, toMs: T0 + from + span, leftPx: 0, rightPx: WIDTH }
      const { rects, canvas } = paper()
      const looks = EVENT_CLASSES.map((name) => ({ colour: `mark ${name}`, topPx: 0, heightPx: 10 }))
      const tones = Object.fromEntries(EVENT_CLASSES.map((name) => [name, `band ${name}`]))
      const frame: LaneFrame = {
        view: { ...loaded, bucketMs: counted.bucketMs } as TimelineView,
        ...{ scale, looks, nowMs: T0 + HOUR_MS },
        palette: { tones } as StripPalette,
      }
      const lane = { id: 'lb1', type: 'load-balancer', name: 'lb1', count: list.length } as const
      drawLane(canvas, { ...lane, before: null, cells: spreadCells(counted.cells[0]!) }, 0, frame)
      const pxPerMs = WIDTH / span
      const slackPx = counted.bucketMs * pxPerMs + 1.5
      for (const { after, kind } of list) {
        const x = (T0 + after - scale.fromMs) * pxPerMs
        if (x < 0 || x > WIDTH) continue
        const near = rects.some(
          (each) => each.colour === `mark ${EVENT_CLASSES[kind]}` && x >= each.x && x - each.x <= slackPx,
        )
        expect(near, `${EVENT_CLASSES[kind]} at ${x}`).toBe(true)
      }
      const told = list.findLast((each) => each.kind < STATE_CLASSES && each.after < from - counted.bucketMs)
      const later = list.some(
        (each) => each.kind < STATE_CLASSES && each.after >= from - counted.bucketMs && each.after <= from,
      )
      if (told && !later && from < HOUR_MS)
        expect(rects.find((each) => each.heightPx === 6)).toMatchObject({
          colour: `band ${EVENT_CLASSES[told.kind]}`,
          x: 0,
        })
    }),
    { numRuns: 300 },
  )
})
