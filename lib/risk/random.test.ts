import { expect, test } from 'vitest'
import { createDraw, type Duration, faultOfDuration, meanOf } from './draw.ts'
import { createRandom } from './random.ts'

test('the same seed gives the same numbers, another seed others', () => {
  const first = (seed: number) => Array.from({ length: 5 }, createRandom(seed))
  expect(first(1)).toEqual(first(1))
  expect(first(1)).not.toEqual(first(2))
})

test('numbers fill [0, 1) evenly and do not follow each other', () => {
  const random = createRandom(42)
  const tenths = new Array<number>(100).fill(0)
  for (let turn = 0; turn < 100_000; turn++)
    tenths[Math.floor(random() * 10) * 10 + Math.floor(random() * 10)]!++
  const chiSquare = tenths.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
  // 99 degrees of freedom: 99.9 % lie below 149.
  expect(chiSquare).toBeLessThan(149)
})

test.each<Duration>([
  { kind: 'exponential', meanMs: 20 },
  { kind: 'lognormal', meanMs: 20, cv: 0.5 },
  { kind: 'pareto', meanMs: 20, index: 3 },
  { kind: 'empirical', valuesMs: [10, 30, 20] },
  { kind: 'fixed', meanMs: 20 },
])('$kind has the mean that was asked for', (duration) => {
  const draw = createDraw(duration, createRandom(7))
  let sum = 0
  for (let turn = 0; turn < 40_000; turn++) sum += draw()
  expect(Math.abs(sum / 40_000 - 20)).toBeLessThan(0.4)
  expect(meanOf(duration)).toBe(20)
  expect(faultOfDuration(duration)).toBeNull()
})

test('what cannot be drawn from says why', () => {
  expect(faultOfDuration({ kind: 'fixed', meanMs: Number.NaN })).toBe('mean time is not above 0')
  expect(faultOfDuration({ kind: 'empirical', valuesMs: [] })).toBe('no observed values')
  expect(faultOfDuration({ kind: 'empirical', valuesMs: [1, -1] })).toBe('an observed value is not a time')
  expect(faultOfDuration({ kind: 'pareto', meanMs: 1, index: 1 })).toBe('index is not above 1')
  expect(faultOfDuration({ kind: 'lognormal', meanMs: 1, cv: -1 })).toBe('cv is not 0 to 100')
})
