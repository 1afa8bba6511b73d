import { expect, test } from 'vitest'
import { examplePool } from './example-pool.ts'
import {
  type CapacityFactors,
  type CascadeForecast,
  forecastCascade,
  withCapacity,
} from './forecast-cascade.ts'
import { normalShare, shareInterval } from './normal.ts'
import type { PoolModel } from './pool-model.ts'
import { createRandom } from './random.ts'

function forecast(model: PoolModel, band: CapacityFactors, replications = 8, seed = 1) {
  const started = forecastCascade(model, band, replications, createRandom(seed))
  if (!started.ok) throw new Error(started.reason)
  const looks: CascadeForecast[] = []
  for (const step of started.steps) if (step.forecast) looks.push(step.forecast)
  return looks
}
const hung = (load: number) =>
  examplePool(
    5,
    load * 0.8,
    {},
    { faults: [{ server: 's1', kind: 'hang', atMs: 0, forMs: null }], horizonMs: 20_000 },
  )
const EXACT = { low: 1, high: 1 }

test('far below capacity none follows, far above all do', () => {
  const below = forecast(hung(0.6), EXACT).at(-1)!
  expect(below.chance.mid).toBe(0)
  expect(below.firstEvictionMs).toBeNull()
  const above = forecast(hung(1.3), EXACT).at(-1)!
  expect(above.chance.mid).toBe(1)
  expect(above.firstEvictionMs!.median).toBeGreaterThan(4000)
  expect(above.firstEvictionMs!.p10).toBeLessThanOrEqual(above.firstEvictionMs!.p90)
  expect(above.expectedRequestsLost).toBeGreaterThan(below.expectedRequestsLost)
})

test('a band of capacity that straddles the edge is told as a band of chance', () => {
  const { chance } = forecast(hung(1.05), { low: 0.85, high: 1.25 }).at(-1)!
  expect(chance.low).toBeLessThan(0.2)
  expect(chance.high).toBeGreaterThan(0.8)
  expect(chance.mid).toBeGreaterThan(0.2)
  expect(chance.mid).toBeLessThan(0.8)
})

test('a rough answer comes with the first run, and each look counts on', () => {
  const looks = forecast(hung(0.9), EXACT, 4)
  expect(looks[0]!.replications).toBe(1)
  expect(looks[0]!.chance).toMatchObject({ low: 0, high: 1 })
  expect(looks.at(-1)!.replications).toBe(4)
  expect(looks.at(-1)!.chance.high).toBeLessThan(1)
  expect(forecast(hung(0.9), EXACT, 4)).toEqual(looks)
})

test('the faulted server’s own eviction is not a further one', () => {
  const model = { ...hung(0.3), horizonMs: 6000 }
  expect(forecast(model, EXACT, 4).at(-1)!.chance.mid).toBe(0)
})

test('capacity scales every kind of service time', () => {
  const [fixed] = withCapacity(examplePool(1, 0.5), 2).servers
  expect(fixed!.service).toEqual({ kind: 'exponential', meanMs: 10 })
  const empirical = examplePool(1, 0.5, { service: { kind: 'empirical', valuesMs: [10, 30] } })
  expect(withCapacity(empirical, 0.5).servers[0]!.service).toEqual({ kind: 'empirical', valuesMs: [20, 60] })
})

test('what cannot be forecast says why', () => {
  const random = createRandom(1)
  expect(forecastCascade(hung(1), { low: 0, high: 1 }, 4, random)).toEqual({
    ok: false,
    reason: 'the capacity band is not above 0',
  })
  expect(forecastCascade(hung(1), EXACT, 0, random)).toMatchObject({ ok: false })
  expect(forecastCascade({ ...hung(1), retries: -1 }, EXACT, 4, random)).toEqual({
    ok: false,
    reason: 'retries are not 0 to 100',
  })
})

test('the normal share and the score interval by the book', () => {
  expect(normalShare(0)).toBeCloseTo(0.5, 6)
  expect(normalShare(1.6449)).toBeCloseTo(0.95, 4)
  expect(normalShare(-1.96)).toBeCloseTo(0.025, 4)
  const interval = shareInterval(0, 20, 1.96)
  expect(interval.low).toBe(0)
  expect(interval.high).toBeCloseTo(0.161, 3)
  expect(shareInterval(0, 0, 1.96)).toEqual({ low: 0, high: 1 })
})
