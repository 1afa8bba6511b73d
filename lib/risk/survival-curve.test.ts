import { expect, test } from 'vitest'
import { createDraw } from './draw.ts'
import { createRandom } from './random.ts'
import { addSession, createSurvival } from './session-survival.ts'
import { chanceOpenAfter, MIN_CLOSED, survivalAt, toSurvivalCurve } from './survival-curve.ts'

const WEEK = 1000
/** Freireich 1963, the 21 patients on 6-MP, weeks of remission: the data Kaplan–Meier curves are taught on. */
const RELAPSED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
const STILL_WELL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
const PUBLISHED = [
  [6, 0.857],
  [7, 0.807],
  [10, 0.753],
  [13, 0.69],
  [16, 0.627],
  [22, 0.538],
  [23, 0.448],
] as const

test('the curve is the published one', () => {
  const survival = createSurvival()
  for (const week of RELAPSED) addSession(survival, { ageMs: week * WEEK, firstSeenAgeMs: 0, open: false })
  const running = STILL_WELL.map((week) => ({ ageMs: week * WEEK, firstSeenAgeMs: 0 }))
  const curve = toSurvivalCurve(survival, running)!
  for (const [week, share] of PUBLISHED)
    expect(Math.abs(survivalAt(curve, week * WEEK * 1.037).mid - share)).toBeLessThan(0.03)
})

test('sessions that were already old when first seen bend nothing', () => {
  const random = createRandom(3)
  const draw = createDraw({ kind: 'exponential', meanMs: 60_000 }, random)
  const survival = createSurvival()
  for (let turn = 0; turn < 20_000; turn++) {
    const ageMs = draw()
    const firstSeenAgeMs = random() * 120_000
    if (ageMs > firstSeenAgeMs) addSession(survival, { ageMs, firstSeenAgeMs, open: false })
  }
  const curve = toSurvivalCurve(survival, [])!
  for (const ageMs of [1000, 30_000, 90_000])
    expect(chanceOpenAfter(curve, ageMs, 60_000).mid).toBeCloseTo(Math.exp(-1), 1)
})

test('where every session times out at once, none is foretold beyond', () => {
  const survival = createSurvival()
  for (let turn = 0; turn < 200; turn++)
    addSession(survival, { ageMs: 300_000, firstSeenAgeMs: 0, open: false })
  const curve = toSurvivalCurve(survival, [])!
  expect(chanceOpenAfter(curve, 10_000, 200_000).mid).toBeGreaterThan(0.97)
  expect(chanceOpenAfter(curve, 10_000, 320_000).mid).toBeLessThan(0.03)
})

test('beyond the longest observation the band widens with the distance', () => {
  const draw = createDraw({ kind: 'pareto', meanMs: 60_000, index: 1.3 }, createRandom(5))
  const survival = createSurvival()
  for (let turn = 0; turn < 300; turn++)
    addSession(survival, { ageMs: draw(), firstSeenAgeMs: 0, open: false })
  const curve = toSurvivalCurve(survival, [])!
  const wide = [1e5, 5e5, 2e6].map((leftMs) => {
    const chance = chanceOpenAfter(curve, 1e6, leftMs)
    expect(chance.low).toBeLessThanOrEqual(chance.mid)
    expect(chance.mid).toBeLessThanOrEqual(chance.high)
    return chance.high / chance.low
  })
  expect(wide[1]).toBeGreaterThan(wide[0]!)
  expect(wide[2]).toBeGreaterThan(wide[1]!)
  expect(curve.assumption).toContain('beyond')
})

test('too few closed sessions are no curve', () => {
  const survival = createSurvival()
  for (let turn = 1; turn < MIN_CLOSED; turn++)
    addSession(survival, { ageMs: turn * 100, firstSeenAgeMs: 0, open: false })
  expect(toSurvivalCurve(survival, [{ ageMs: 50, firstSeenAgeMs: 0 }])).toBeNull()
})
