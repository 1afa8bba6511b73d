import { expect, test } from 'vitest'
import { examplePool } from './example-pool.ts'
import { createRandom } from './random.ts'
import { createSimulation } from './simulate-cascade.ts'
import { type WhatIf, withWhatIf } from './what-if.ts'

const pool = examplePool(4, 0.5)
function changed(change: WhatIf) {
  const answer = withWhatIf(pool, change)
  if (!answer.ok) throw new Error(answer.reason)
  return answer.model
}
function simulate(change: WhatIf) {
  const simulated = createSimulation(changed(change), createRandom(1))
  if (!simulated.ok) throw new Error(simulated.reason)
  while (!simulated.simulation.advance(10_000));
  return simulated.simulation.run
}

test('nothing changed is the same pool', () => {
  expect(changed({})).toEqual(pool)
})

test('lost servers hang at moment 0, drained ones drain, and the rest stays', () => {
  const model = changed({
    lose: ['s1'],
    drain: ['s2'],
    weights: { s3: 5 },
    check: { fall: 5 },
    loadFactor: 1.5,
  })
  expect(model.faults).toEqual([
    { server: 's1', kind: 'hang', atMs: 0, forMs: null },
    { server: 's2', kind: 'drain', atMs: 0, forMs: null },
  ])
  expect(model.servers.map(({ weight }) => weight)).toEqual([1, 1, 5, 1])
  expect(model.check).toEqual({ ...pool.check, fall: 5 })
  expect(model.loadFactor).toBe(1.5)
  expect(pool.faults).toEqual([])
})

test('losing two of four at half load ends at its edge; draining one does nothing', () => {
  expect(simulate({ lose: ['s1', 's2'], loadFactor: 1.1 }).evictions.length).toBeGreaterThan(2)
  expect(simulate({ drain: ['s1'] }).evictions).toEqual([])
})

test('a longer fall keeps a hung server longer', () => {
  const [short, long] = [2, 4].map((fall) => simulate({ lose: ['s1'], check: { fall } }).evictions[0]!.atMs)
  expect(long).toBeGreaterThan(short! + 3000)
})

test('strikes used before bring the eviction nearer; who starts down returns by rise', () => {
  const start = (change: object) => {
    const servers = pool.servers.map((server, at) => (at === 0 ? { ...server, ...change } : server))
    const answer = withWhatIf({ ...pool, servers, check: { ...pool.check, fall: 4 } }, { lose: ['s1'] })
    if (!answer.ok) throw new Error(answer.reason)
    const simulated = createSimulation(answer.model, createRandom(3))
    if (!simulated.ok) throw new Error(simulated.reason)
    while (!simulated.simulation.advance(10_000));
    return simulated.simulation.run
  }
  expect(start({ strikesUsed: 3 }).evictions[0]!.atMs).toBeLessThan(2000)
  expect(start({}).evictions[0]!.atMs).toBeGreaterThan(7000)
  expect(start({ startsDown: true }).returns[0]).toMatchObject({ server: 's1' })
})

test('a wrong change says why', () => {
  expect(withWhatIf(pool, { lose: ['x'] })).toEqual({ ok: false, reason: 'no server x' })
  expect(withWhatIf(pool, { weights: { y: 1 } })).toEqual({ ok: false, reason: 'no server y' })
  expect(withWhatIf(pool, { lose: ['s1'], drain: ['s1'] })).toEqual({
    ok: false,
    reason: 's1 is both lost and drained',
  })
  expect(withWhatIf(pool, { check: { fall: 0 } })).toEqual({
    ok: false,
    reason: 'check: fall or rise is not 1 to 1000',
  })
  expect(withWhatIf(pool, { loadFactor: Number.NaN })).toMatchObject({ ok: false })
})
