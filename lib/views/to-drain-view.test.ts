import { expect, test } from 'vitest'
import type { Drain } from '../model/drain.ts'
import { CURVE_POINTS, MAX_DRAIN_VIEWS, toDrainView, toDrainViews } from './to-drain-view.ts'

const drain = (id: string, startedAtMs: number, endedAtMs: number | null, pool = 'app') =>
  ({ id, pool, startedAtMs, endedAtMs, curve: [{ atMs: 1, sessions: 1 }] }) as Drain

test('those of the pool: running ones first, then the newest ended', () => {
  const drains = [
    drain('old', 1, 2),
    drain('other', 1, null, 'api'),
    drain('new', 5, 9),
    drain('runs', 3, null),
  ]
  expect(toDrainViews(drains, 'app').map((one) => one.id)).toEqual(['runs', 'new', 'old'])
  const many = Array.from({ length: 30 }, (_, at) => drain(String(at), at, at))
  expect(toDrainViews(many, 'app')).toHaveLength(MAX_DRAIN_VIEWS)
})

test('a long curve keeps its ends, and goes on apart from the drain', () => {
  const long = drain('long', 1, null)
  long.curve = Array.from({ length: 500 }, (_, at) => ({ atMs: at, sessions: 500 - at }))
  const view = toDrainView(long)
  expect([view.curve.length, view.curve[0]?.atMs, view.curve.at(-1)?.atMs]).toEqual([CURVE_POINTS, 0, 499])
  const short = drain('short', 1, null)
  const before = toDrainView(short)
  short.curve.push({ atMs: 2, sessions: 0 })
  expect(before.curve).toHaveLength(1)
})
