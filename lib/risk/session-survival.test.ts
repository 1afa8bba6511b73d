import { expect, test } from 'vitest'
import {
  addSession,
  binOf,
  binStartMs,
  createSurvival,
  fadeSurvival,
  MAX_BINS,
  mergeSurvival,
} from './session-survival.ts'

const closed = (ageMs: number) => ({ ageMs, firstSeenAgeMs: 0, open: false })

test('a bin is as wide as 3.7 % of its age, and holds the ages from its start on', () => {
  for (const ageMs of [10, 999, 60_000, 86_400_000]) {
    const start = binStartMs(binOf(ageMs))
    const end = binStartMs(binOf(ageMs) + 1)
    expect(start).toBeLessThanOrEqual(ageMs * (1 + 1e-9))
    expect(end).toBeGreaterThan(ageMs)
    expect(end / start).toBeCloseTo(10 ** (1 / 64), 9)
  }
  expect(binOf(3)).toBe(0)
  expect(binOf(Number.MAX_VALUE)).toBe(MAX_BINS - 1)
})

test('what is no age is refused and changes nothing', () => {
  const survival = createSurvival()
  for (const ageMs of [Number.NaN, -1, Number.POSITIVE_INFINITY])
    expect(addSession(survival, closed(ageMs))).toBe(false)
  expect(addSession(survival, { ageMs: 10, firstSeenAgeMs: 20, open: false })).toBe(false)
  expect(survival).toEqual(createSurvival())
})

test('it is plain JSON, merges into the counts of both, and fades', () => {
  const [one, other, both] = [createSurvival(), createSurvival(), createSurvival()]
  for (const [into, ageMs] of [
    [one, 500],
    [one, 70_000],
    [other, 70_000],
  ] as const) {
    addSession(into, closed(ageMs))
    addSession(both, closed(ageMs))
  }
  expect(mergeSurvival(one, other)).toEqual(both)
  expect(JSON.parse(JSON.stringify(both))).toEqual(both)
  expect(fadeSurvival(both, 0.5).bins[binOf(70_000)]?.closed).toBe(1)
  expect(fadeSurvival(both, 0.5).closed).toBe(1.5)
})

test('many sessions take no more room than their bins', () => {
  const survival = createSurvival()
  for (let turn = 0; turn < 300_000; turn++) addSession(survival, closed((turn * 7919) % 3_600_000))
  expect(survival.closed).toBe(300_000)
  expect(Object.keys(survival.bins).length).toBeLessThan(400)
})
