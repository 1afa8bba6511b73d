import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { around, between, LONGEST_MS, pan, reveal, SHORTEST_MS, spanOf, zoom } from './time-window.ts'
import { nearest } from './use-timeline-keys.ts'

const T0 = 1_750_000_000_000
const window = fc
  .tuple(fc.integer({ min: T0, max: T0 + 100_000_000_000 }), fc.integer({ min: 100, max: 86_400_000 }))
  .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }))

describe('the stretch in sight', () => {
  test('keeps under the pointer what is there, however it is zoomed', () => {
    fc.assert(
      fc.property(
        window,
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (before, factor, share) => {
          const at = before.fromMs + spanOf(before) * share
          const after = zoom(before, factor, at)
          expect((at - after.fromMs) / spanOf(after)).toBeCloseTo(share, 3)
          expect(spanOf(after)).toBeGreaterThanOrEqual(SHORTEST_MS * 0.99)
          expect(spanOf(after)).toBeLessThanOrEqual(LONGEST_MS * 1.01)
        },
      ),
    )
  })

  test('is as long after panning as before, and panning back returns', () => {
    const before = { fromMs: T0, toMs: T0 + 60_000 }
    expect(pan(pan(before, 0.25), -0.25)).toEqual(before)
    expect(pan(before, -0.5)).toEqual({ fromMs: T0 - 30_000, toMs: T0 + 30_000 })
  })

  test('can be dragged open in either direction, and a mere click opens no stretch of nothing', () => {
    expect(between(T0 + 500, T0)).toEqual({ fromMs: T0, toMs: T0 + 500 })
    expect(spanOf(between(T0, T0))).toBe(SHORTEST_MS)
  })

  test('moves no further than shows a moment', () => {
    const before = { fromMs: T0, toMs: T0 + 1_000 }
    expect(reveal(before, T0 + 500)).toBe(before)
    expect(reveal(before, T0 + 2_000)).toEqual({ fromMs: T0 + 1_100, toMs: T0 + 2_100 })
    expect(reveal(before, T0 - 100)).toEqual({ fromMs: T0 - 200, toMs: T0 + 800 })
  })

  test('does not reach beyond the beginning of time', () => {
    expect(around(100, 1_000)).toEqual({ fromMs: 0, toMs: 1_000 })
  })
})

test('from one event to the next, either way; where one stands is not the next', () => {
  const times = [30, 10, 20, 20.004]
  expect([nearest(times, 0, 1), nearest(times, 10, 1), nearest(times, 20, 1)]).toEqual([10, 20, 30])
  expect([nearest(times, 30, -1), nearest(times, 30, 1), nearest([], 0, 1)]).toEqual([20.004, null, null])
})
