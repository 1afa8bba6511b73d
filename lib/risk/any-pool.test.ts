import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lostOf } from './cascade-run.ts'
import { examplePool } from './example-pool.ts'
import { type FaultModel, faultOfModel, type PoolModel } from './pool-model.ts'
import { createRandom } from './random.ts'
import { createSimulation } from './simulate-cascade.ts'

const kinds: FaultModel['kind'][] = ['hang', 'stall', 'refuse', 'drop', 'maint', 'drain']
const fault = fc.record({
  server: fc.constantFrom('s1', 's2', 's3'),
  kind: fc.constantFrom(...kinds),
  atMs: fc.integer({ min: -500, max: 4000 }),
  forMs: fc.integer({ min: 0, max: 5000 }),
})
const anyPool: fc.Arbitrary<PoolModel> = fc
  .record({
    load: fc.double({ min: 0, max: 2, noNaN: true }),
    slots: fc.integer({ min: 1, max: 6 }),
    backlog: fc.constantFrom(0, 1, 16, 1e6),
    maxConnections: fc.constantFrom(null, 1, 4, 50),
    weights: fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 0, max: 4 }))),
    backup: fc.boolean(),
    algorithm: fc.constantFrom('roundrobin' as const, 'leastconn' as const),
    flags: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
    slowStartMs: fc.constantFrom(0, 3000),
    clientRetryChance: fc.constantFrom(0, 0.7),
    retries: fc.integer({ min: 0, max: 4 }),
    timeoutMs: fc.constantFrom(50, 900, 6000),
    faults: fc.array(fault, { maxLength: 5 }),
  })
  .map((drawn) => {
    const [allBackups, redispatch, shutdownOnDown, connectOnly] = drawn.flags
    const { algorithm, slowStartMs, clientRetryChance, retries, faults, timeoutMs } = drawn
    const { slots, backlog, maxConnections } = drawn
    const model = examplePool(3, drawn.load, { slots, backlog, maxConnections })
    return {
      ...model,
      ...{
        algorithm,
        allBackups,
        redispatch,
        shutdownOnDown,
        slowStartMs,
        clientRetryChance,
        retries,
        faults,
      },
      ...{ queueTimeoutMs: timeoutMs, connectTimeoutMs: timeoutMs, serverTimeoutMs: timeoutMs },
      servers: model.servers.map((server, at) => ({
        ...server,
        weight: drawn.weights[at] ?? 1,
        backup: at === 2 && drawn.backup,
      })),
      check: { ...model.check, connectOnly, interMs: 300, timeoutMs: 300, fastInterMs: 100 },
      warmUpMs: 500,
      horizonMs: 5000,
    }
  })

test('whatever the pool: it ends, requests add up, and a server falls and returns by turns', () => {
  fc.assert(
    fc.property(anyPool, fc.integer(), (model, seed) => {
      expect(faultOfModel(model)).toBeNull()
      const simulated = createSimulation(model, createRandom(seed))
      if (!simulated.ok) throw new Error(simulated.reason)
      const { advance, run } = simulated.simulation
      let steps = 0
      while (!advance(10_000)) expect(++steps).toBeLessThan(100)
      expect(run.served + lostOf(run)).toBeLessThanOrEqual(run.requests)
      expect(run.overLimit).toBe(0)
      for (const { name } of model.servers) {
        const moments = [
          ...run.evictions.map((change) => ({ ...change, up: false })),
          ...run.returns.map((change) => ({ ...change, up: true })),
        ]
          .filter(({ server }) => server === name)
          .sort((a, b) => a.atMs - b.atMs)
        moments.forEach(({ up }, at) => {
          expect(up).toBe(at % 2 === 1)
        })
      }
    }),
    { numRuns: 60, seed: 20 },
  )
})
