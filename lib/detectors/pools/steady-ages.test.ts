import { expect, test } from 'vitest'
import { addSession, createSurvival } from '../../risk/session-survival.ts'
import { toSurvivalCurve } from '../../risk/survival-curve.ts'
import { MAX_AGES, steadyAges } from './steady-ages.ts'

const curveOf = (livesMs: readonly number[]) => {
  const survival = createSurvival()
  for (const ageMs of livesMs) addSession(survival, { ageMs, firstSeenAgeMs: 0, open: false })
  return toSurvivalCurve(survival, [])!
}
const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length

test('sessions of fixed length are half through it on average', () => {
  const ages = steadyAges(curveOf(Array.from({ length: 400 }, () => 60_000)), 100)
  expect(ages).toHaveLength(100)
  expect(mean(ages) / 60_000).toBeGreaterThan(0.45)
  expect(mean(ages) / 60_000).toBeLessThan(0.6)
})

test('of exponential ones the open are as old as the closed became', () => {
  const lives = Array.from({ length: 2_000 }, (_, at) => -10_000 * Math.log(1 - (at + 0.5) / 2_000))
  expect(mean(steadyAges(curveOf(lives), 10_000)) / 10_000).toBeCloseTo(1, 0)
  expect(steadyAges(curveOf(lives), 10_000)).toHaveLength(MAX_AGES)
})

test('between two ages, where more is known of when they began', () => {
  const ages = steadyAges(curveOf(Array.from({ length: 400 }, () => 60_000)), 100, 10_000, 20_000)
  expect(ages[0]).toBeCloseTo(10_050, -2)
  expect(ages.at(-1)).toBeCloseTo(19_950, -2)
  expect(steadyAges(curveOf([1_000, 1_000, 1_000, 1_000, 1_000]), 2, 500, 400)).toEqual([500, 500])
})
