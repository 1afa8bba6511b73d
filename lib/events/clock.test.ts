import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Clock, observeClock } from './clock.ts'

function observe(lines: { emitted: number; late: number }[], offset: number, precision = 1): Clock {
  let clock: Clock | null = null
  for (const { emitted, late } of lines) {
    const dated = Math.floor((emitted - offset) / precision) * precision
    clock = observeClock(clock, emitted + late, dated, precision)
  }
  return clock!
}

test('delays do not move it: the least delayed line decides', () => {
  const lines = Array.from({ length: 50 }, (_, at) => ({
    emitted: 1e9 + at * 1000,
    late: at % 5 === 0 ? 2 : 900,
  }))
  const clock = observe(lines, 3_600_000)
  expect(Math.abs(clock.offsetMs - 3_600_000)).toBeLessThanOrEqual(3)
  expect(clock.errorMs).toBeLessThan(10)
})

test('dates to the second: the error shrinks as lines come', () => {
  const lines = Array.from({ length: 100 }, (_, at) => ({ emitted: 1e9 + at * 1_037, late: 1 }))
  const few = observe(lines.slice(0, 2), -5_000, 1000)
  const many = observe(lines, -5_000, 1000)
  expect(many.errorMs).toBeLessThan(few.errorMs)
  expect(Math.abs(many.offsetMs + 5_000)).toBeLessThan(50)
})

test('a clock that is set is followed, either way', () => {
  const before = Array.from({ length: 30 }, (_, at) => ({ emitted: 1e9 + at * 1000, late: 1 }))
  let clock: Clock | null = observe(before, 0)
  for (let at = 0; at < 25; at++)
    clock = observeClock(clock, 1e9 + 40_000 + at * 1000, 1e9 + 30_000 + at * 1000, 1)
  expect(clock.offsetMs).toBe(10_000)
  clock = observeClock(clock, 1e9 + 70_000, 1e9 + 90_000, 1)
  expect(clock.offsetMs).toBe(-20_000)
})

test('bounded, and the truth is within the estimate plus the least delay', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e7, max: 1e7 }),
      fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 60 }),
      (offset, delays) => {
        const clock = observe(
          delays.map((late, at) => ({ emitted: 1e9 + at * 60_000, late })),
          offset,
        )
        expect(clock.slices.length).toBeLessThanOrEqual(12)
        expect(clock.offsetMs).toBeGreaterThanOrEqual(offset)
      },
    ),
  )
})
