import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventView, PoolView, StripSecond } from '#lib/views/live-view'
import { roundedMax, stackClaims } from './bands.ts'
import { placeLabels } from './place-labels.ts'
import { liesOf, marksOf } from './strip-marks.ts'
import { gapsIn, indexAt, timeTicks, timeToX, xToTime } from './time-scale.ts'

const scale = { fromMs: 0, toMs: 300_000, leftPx: 100, rightPx: 1300 }
const at = (second: number): StripSecond => ({
  second,
  claims: [],
  sessions: null,
  requestRate: null,
  failureRate: null,
})

test('a moment and its place are each other’s inverse, and the edges hold', () => {
  expect(timeToX(0, scale)).toBe(100)
  expect(timeToX(300_000, scale)).toBe(1300)
  expect(xToTime(timeToX(123_456, scale), scale)).toBeCloseTo(123_456)
  expect(xToTime(-50, scale)).toBe(0)
  expect(xToTime(9_999, scale)).toBe(300_000)
})

test('ticks fall on whole steps and leave room for their labels', () => {
  expect(timeTicks(scale)).toEqual([0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300].map((s) => s * 1000))
  expect(timeTicks({ ...scale, fromMs: 7_000, toMs: 67_000, rightPx: 400 })).toEqual([30_000, 60_000])
})

test('a missing second is a gap, before the first and after the last too', () => {
  const seconds = [at(10), at(11), at(14)]
  expect(gapsIn(seconds, 10_000, 15_500)).toEqual([{ fromMs: 12_000, toMs: 14_000 }])
  expect(gapsIn(seconds, 5_000, 15_500)[0]).toEqual({ fromMs: 5_000, toMs: 10_000 })
  expect(gapsIn(seconds, 10_000, 19_000).at(-1)).toEqual({ fromMs: 15_000, toMs: 19_000 })
  expect(gapsIn([], 0, 60_000)).toEqual([{ fromMs: 0, toMs: 60_000 }])
})

test('a second is found by any moment in it, and a missing one is not invented', () => {
  const seconds = [at(10), at(11), at(14)]
  expect([10_000, 11_999, 12_000, 14_500].map((ms) => indexAt(seconds, ms))).toEqual([0, 1, -1, 2])
})

test('the worst claim is on top and one of a thousand is still seen', () => {
  const claims = [0, 999, 0, 0, 1, 0, 0, 0, 0]
  const bands = stackClaims(claims, 48)
  expect(bands.map((band) => [band.kind, band.count])).toEqual([
    ['down', 1],
    ['up', 999],
  ])
  expect(bands[0]!.topPx).toBe(0)
  expect(bands[0]!.heightPx).toBeGreaterThanOrEqual(3)
  expect(stackClaims([], 48)).toEqual([])
})

test('bands always fill the channel and never overlap', () => {
  const claims = fc.array(fc.nat(500), { minLength: 9, maxLength: 9 })
  fc.assert(
    fc.property(claims, (counts) => {
      const bands = stackClaims(counts, 60)
      if (counts.every((count) => count === 0)) return bands.length === 0
      const last = bands.at(-1)!
      const touching = bands.every((band, i) => i === 0 || near(bands[i - 1]!, band.topPx))
      return touching && Math.abs(last.topPx + last.heightPx - 60) < 0.001
    }),
  )
})
const near = (band: { topPx: number; heightPx: number }, y: number) =>
  Math.abs(band.topPx + band.heightPx - y) < 0.001

test('the top of a scale is a round number above the highest reading', () => {
  expect([0, 0.4, 9, 95, 100, 988].map(roundedMax)).toEqual([1, 1, 10, 120, 120, 1200])
})

test('labels never cover one another and never leave the chart', () => {
  const wish = fc.record({ x: fc.integer({ min: 0, max: 800 }), widthPx: fc.integer({ min: 10, max: 200 }) })
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 40 }), (some) => {
      const wishes = some.map((each, i) => ({ ...each, id: String(i), priority: i % 3 }))
      const { placed, leftOut } = placeLabels(wishes, 2, 0, 800)
      const boxes = placed.map((each) => ({ ...each, width: wishes[Number(each.id)]!.widthPx }))
      const apart = boxes.every((a, i) =>
        boxes.every(
          (b, j) =>
            i === j || a.lane !== b.lane || a.leftPx >= b.leftPx + b.width || b.leftPx >= a.leftPx + a.width,
        ),
      )
      const inside = boxes.every((box) => box.leftPx >= 0 && box.leftPx + box.width <= 800)
      return apart && inside && placed.length + leftOut === wishes.length
    }),
  )
})

test('a lie’s label goes before an ordinary event’s, and turns left at the edge', () => {
  const wishes = [
    { id: 'event', x: 790, widthPx: 100, priority: 1 },
    { id: 'lie', x: 792, widthPx: 100, priority: 9 },
  ]
  expect(placeLabels(wishes, 1, 0, 800)).toEqual({
    placed: [{ id: 'lie', lane: 0, leftPx: 683, side: 'left' }],
    leftOut: 1,
  })
})

const event = (id: string, atMs: number, part: Partial<EventView>): EventView => ({
  id,
  kind: 'server-state',
  atMs,
  errorMs: 2,
  observedAtMs: atMs,
  loadBalancer: 'lb1',
  pool: 'app',
  server: 'web2',
  from: 'up',
  to: 'down',
  text: 'x',
  detail: null,
  seenBy: [],
  ...part,
})

test('marks are those of the pool and of its load balancer, in order of time', () => {
  const events = [
    event('c', 30, { kind: 'process-started', pool: null, server: null, text: 'lb1 reloaded' }),
    event('b', 20, { pool: 'other' }),
    event('a', 10, {}),
  ]
  expect(marksOf(events, 'lb1', 'app').map((mark) => [mark.id, mark.tone, mark.label])).toEqual([
    ['a', 'down', 'web2 DOWN'],
    ['c', 'plain', 'lb1 reloaded'],
  ])
})

test('a lie lasts from its verdict to the next one, or until now', () => {
  const verdict = { kind: 'lying', reason: '38 % failing', rule: 'r', sinceMs: 50 }
  const pool = {
    id: 'lb1/app',
    loadBalancer: 'lb1',
    name: 'app',
    servers: [{ name: 'web2', claim: { status: 'UP', kind: 'up' }, verdict }],
  } as unknown as PoolView
  const events = [
    event('3', 50, { kind: 'verdict', to: 'lying' }),
    event('2', 30, { kind: 'verdict', to: 'agrees' }),
    event('1', 10, { kind: 'verdict', to: 'lying' }),
  ]
  expect(liesOf(pool, events)).toEqual([
    { id: '1', fromMs: 10, toMs: 30, label: 'web2: lied' },
    { id: 'now-web2', fromMs: 50, toMs: null, label: 'web2: UP, 38 % failing' },
  ])
})
