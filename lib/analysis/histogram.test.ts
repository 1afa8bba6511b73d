import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDuration, addHistogram, createHistogram, quantile } from './histogram.ts'

const durations = fc.array(fc.oneof(fc.nat(300), fc.nat(70_000), fc.nat(4_000_000)), {
  minLength: 1,
  maxLength: 400,
})
const of = (all: readonly number[]) => {
  const histogram = createHistogram()
  for (const ms of all) addDuration(histogram, ms)
  return histogram
}

test('below 65.5 s a quantile is one of the durations, exactly; above, it is off by 1/256 at most', () => {
  fc.assert(
    fc.property(durations, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
      const sorted = all.toSorted((a, b) => a - b)
      const exact = sorted[Math.max(1, Math.ceil(share * all.length)) - 1]!
      const told = quantile(of(all), share)!
      if (exact < 65_536) expect(told).toBe(exact)
      else expect(Math.abs(told - exact) / exact).toBeLessThanOrEqual(1 / 256)
    }),
  )
})

test('those of two parts add up to that of both', () => {
  fc.assert(
    fc.property(durations, durations, (a, b) => {
      const sum = of(a)
      addHistogram(sum, of(b))
      expect(sum).toEqual(of([...a, ...b]))
    }),
  )
})

test('of nothing there is no quantile', () => {
  expect(quantile(createHistogram(), 0.5)).toBeNull()
})
