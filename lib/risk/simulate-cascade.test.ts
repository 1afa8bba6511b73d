import { describe, expect, test } from 'vitest'
import { lostOf } from './cascade-run.ts'
import { erlangC, meanWait } from './erlang-c.ts'
import { examplePool } from './example-pool.ts'
import type { FaultModel, PoolModel } from './pool-model.ts'
import { createRandom } from './random.ts'
import { createSimulation } from './simulate-cascade.ts'

function simulate(model: PoolModel, seed = 1) {
  const simulated = createSimulation(model, createRandom(seed))
  if (!simulated.ok) throw new Error(simulated.reason)
  while (!simulated.simulation.advance(10_000));
  return simulated.simulation.run
}
const fault = (kind: FaultModel['kind'], forMs: number | null = null): FaultModel[] => [
  { server: 's1', kind, atMs: 0, forMs },
]

describe('waiting, beside closed formulas', () => {
  const patient = { check: { ...examplePool(1, 0.5).check, serviceMs: 0 }, horizonMs: 150_000 }

  test.each([
    [1, 0.5],
    [1, 0.7],
    [4, 0.8],
    [8, 0.7],
  ])('%i slots at ρ %f wait as Erlang C says', (slots, load) => {
    const run = simulate(
      examplePool(1, load, { slots, service: { kind: 'exponential', meanMs: 5 }, backlog: 1e6 }, patient),
    )
    const expected = 5 + 5 * meanWait(slots, slots * load)
    expect(run.responseMs / run.served / expected).toBeCloseTo(1, 1)
    expect(run.served + lostOf(run)).toBeGreaterThan(run.requests - 200)
  })

  test('fixed service times wait half as long (Pollaczek–Khinchine)', () => {
    const run = simulate(
      examplePool(1, 0.8, { slots: 1, service: { kind: 'fixed', meanMs: 5 }, backlog: 1e6 }, patient),
    )
    expect(run.responseMs / run.served / (5 + 5 * (0.8 / (2 * 0.2)))).toBeCloseTo(1, 1)
  })

  test("the pool's queue before maxconn is one M/M/c over all servers", () => {
    const model = examplePool(3, 0.8, { slots: 2, maxConnections: 2, backlog: 1e6 }, patient)
    const run = simulate(model)
    expect(run.responseMs / run.served / (20 + 20 * meanWait(6, 4.8))).toBeCloseTo(1, 1)
  })

  test('Erlang C by the book: 5 slots, 4 busy', () => {
    expect(erlangC(5, 4)).toBeCloseTo(0.5541, 4)
    expect(erlangC(5, 5)).toBe(1)
    expect(meanWait(5, 6)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('evictions, as measured with HAProxy 2.6.12', () => {
  const check = examplePool(1, 1).check
  test.each([
    ['refuse', check, 1000, 2010],
    ['hang', check, 3000, 4000],
    ['refuse', { ...check, interMs: 2000, timeoutMs: 2000, fall: 3 }, 4000, 6010],
    ['hang', { ...check, interMs: 2000, timeoutMs: 2000, fall: 3 }, 10_000, 12_000],
    ['hang', { ...check, interMs: 2000, timeoutMs: 2000, fastInterMs: 500, fall: 3 }, 7000, 9000],
    ['hang', { ...check, interMs: 2000, timeoutMs: 500, latestTimeoutMs: 2000, fall: 3 }, 5500, 12_000],
    ['drop', check, 3000, 4000],
  ] as const)('%s %#: within its range, and spread over it', (kind, settings, leastMs, mostMs) => {
    const times = Array.from({ length: 24 }, (_, seed) => {
      const model = examplePool(5, 0.05, {}, { check: settings, faults: fault(kind), horizonMs: 13_000 })
      const { evictions } = simulate(model, seed)
      expect(evictions.map(({ server }) => server)).toEqual(['s1'])
      return evictions[0]!.atMs
    })
    expect(Math.min(...times)).toBeGreaterThanOrEqual(leastMs - 2)
    expect(Math.max(...times)).toBeLessThanOrEqual(mostMs + 30)
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan((mostMs - leastMs) / 3)
  })

  test('a stall shorter than one failing check passes, a long one evicts and the server returns', () => {
    const stalled = (forMs: number) => simulate(examplePool(5, 0.3, {}, { faults: fault('stall', forMs) }))
    expect(stalled(900).evictions).toEqual([])
    const long = stalled(5000)
    expect(long.evictions).toHaveLength(1)
    expect(long.returns).toHaveLength(1)
    expect(long.returns[0]!.atMs).toBeGreaterThan(5000)
  })

  // Four threads × a fixed 40 ms, backlog 128, timeout connect 5 s. ρ on the four that are left.
  test.each([
    [0.95, 0],
    [1, 0],
    [1.1, 1],
    [1.175, 1],
  ])('one of five hangs, ρ₁ %f', (load, expected) => {
    for (let seed = 0; seed < 2; seed++) {
      const model = examplePool(
        5,
        load * 0.8,
        { service: { kind: 'fixed', meanMs: 40 } },
        { faults: fault('hang'), horizonMs: 25_000 },
      )
      const { evictions } = simulate(model, seed)
      expect(new Set(evictions.map(({ server }) => server)).size).toBe(expected ? 5 : 1)
      const last = evictions.find(
        (_, at) => new Set(evictions.slice(0, at + 1).map((e) => e.server)).size === 5,
      )
      if (last) expect(last.atMs).toBeGreaterThan(9000)
    }
  })
})

test('the same seed gives the same run, in pieces of any size', () => {
  const model = examplePool(3, 1.1, {}, { horizonMs: 5000 })
  const one = createSimulation(model, createRandom(4))
  if (!one.ok) throw new Error(one.reason)
  while (!one.simulation.advance(7));
  expect(one.simulation.run).toEqual(simulate(model, 4))
  expect(simulate(model, 5)).not.toEqual(simulate(model, 4))
})
