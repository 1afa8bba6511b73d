import { expect, test } from 'vitest'
import { exponentialCuts, linearCuts } from './cut-baselines.ts'
import { createDraw } from './draw.ts'
import { expectedCuts } from './expected-cuts.ts'
import { createRandom } from './random.ts'
import { addSession, createSurvival } from './session-survival.ts'
import { toSurvivalCurve } from './survival-curve.ts'

function exponentialCurve(closed: number) {
  const draw = createDraw({ kind: 'exponential', meanMs: 60_000 }, createRandom(9))
  const survival = createSurvival()
  for (let turn = 0; turn < closed; turn++)
    addSession(survival, { ageMs: draw(), firstSeenAgeMs: 0, open: false })
  return toSurvivalCurve(survival, [])!
}

test('half of memoryless sessions are cut after their half-life, within the spread of coins', () => {
  const cuts = expectedCuts(exponentialCurve(20_000), new Array(400).fill(20_000), 60_000 * Math.LN2)
  expect(cuts.mid / 400).toBeCloseTo(0.5, 1)
  const coins = 1.645 * Math.sqrt(400 * 0.25)
  expect(cuts.high - cuts.mid).toBeGreaterThan(coins * 0.99)
  expect(cuts.high - cuts.mid).toBeLessThan(coins * 1.5)
})

test('fewer observations give a wider band', () => {
  const ages = new Array(400).fill(20_000)
  const width = (closed: number) => {
    const { low, high } = expectedCuts(exponentialCurve(closed), ages, 30_000)
    return high - low
  }
  expect(width(50)).toBeGreaterThan(width(5000) * 1.5)
})

test('no sessions, no cuts; no time left, all cut', () => {
  const curve = exponentialCurve(500)
  expect(expectedCuts(curve, [], 1000)).toMatchObject({ low: 0, mid: 0, high: 0, of: 0 })
  expect(expectedCuts(curve, [5000, 6000], 0)).toMatchObject({ low: 2, mid: 2, high: 2, of: 2 })
  expect(expectedCuts(curve, [5000, 6000], -50).mid).toBe(2)
})

test('sessions older than any that closed are named', () => {
  const cuts = expectedCuts(exponentialCurve(100), [9e6, 1000], 60_000)
  expect(cuts.assumptions.at(-1)).toBe('1 of 2 sessions reach ages beyond the curve')
  expect(cuts.high - cuts.low).toBeGreaterThan(0.5)
})

test('the baselines: one rate for all ages, and a straight line', () => {
  const seen = [
    { ageMs: 1000, firstSeenAgeMs: 0, open: false },
    { ageMs: 3000, firstSeenAgeMs: 2000, open: true },
  ]
  expect(exponentialCuts(seen, 10, 2000)).toBeCloseTo(10 / Math.E, 9)
  expect(exponentialCuts([], 10, 2000)).toBe(10)
  const line = [
    { atMs: 0, left: 100 },
    { atMs: 10, left: 90 },
  ]
  expect(linearCuts(line, 50)).toBe(50)
  expect(linearCuts(line, 500)).toBe(0)
  expect(linearCuts([], 500)).toBe(0)
})
