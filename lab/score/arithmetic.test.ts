import { expect, test } from 'vitest'
import { perHour, quantile, ratio } from './arithmetic.ts'

test('quantiles are by nearest rank', () => {
  const twenty = Array.from({ length: 20 }, (_, n) => (20 - n) * 100)
  expect([quantile(twenty, 0.5), quantile(twenty, 0.95), quantile(twenty, 1)]).toEqual([1000, 1900, 2000])
  expect(quantile([7], 0.95)).toBe(7)
  expect(quantile([], 0.5)).toBeNull()
})

test('nothing to divide by is no number', () => {
  expect([ratio(1, 4), ratio(0, 0)]).toEqual([0.25, null])
  expect([perHour(2, 1_800_000), perHour(0, 0)]).toEqual([4, null])
})
