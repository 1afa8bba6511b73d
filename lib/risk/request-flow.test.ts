import { expect, test } from 'vitest'
import { lostOf } from './cascade-run.ts'
import { examplePool } from './example-pool.ts'
import { type FaultModel, faultOfModel, MAX_SERVERS, type PoolModel } from './pool-model.ts'
import { createRandom } from './random.ts'
import { createSimulation } from './simulate-cascade.ts'

function simulate(model: PoolModel) {
  const simulated = createSimulation(model, createRandom(1))
  if (!simulated.ok) throw new Error(simulated.reason)
  while (!simulated.simulation.advance(10_000));
  return simulated.simulation.run
}
const fault = (kind: FaultModel['kind'], server = 's1', forMs: number | null = null): FaultModel => ({
  server,
  kind,
  atMs: 0,
  forMs,
})

test('every request is served, lost or still under way', () => {
  const run = simulate(examplePool(4, 0.5, {}, { faults: [fault('hang'), fault('stall', 's2', 700)] }))
  const open = run.requests - run.served - lostOf(run)
  expect(open).toBeGreaterThanOrEqual(0)
  // No more than the hung server's slots and backlog hold, and what is being worked on.
  expect(open).toBeLessThan(4 + 128 + 100)
})

test('a refused request goes to another server with redispatch, and waits for the same one without', () => {
  const faults = [fault('refuse')]
  const redispatched = simulate(examplePool(3, 0.2, {}, { faults }))
  expect(redispatched.lost.connect).toBe(0)
  expect(redispatched.lost['server-died']).toBeLessThan(20)
  // Three tries a second apart outlast this eviction; none is lost, but they wait.
  const stubborn = simulate(examplePool(3, 0.2, {}, { faults, redispatch: false }))
  expect(stubborn.lost.connect).toBeGreaterThan(20)
})

test('a hung server costs what it was given: its connections time out', () => {
  const run = simulate(examplePool(3, 0.2, {}, { faults: [fault('hang')], serverTimeoutMs: 2000 }))
  expect(run.lost['server-timeout']).toBeGreaterThan(50)
  expect(run.lost['server-timeout']).toBeLessThanOrEqual(4 + 128 + 5)
  const shut = simulate(examplePool(3, 0.2, {}, { faults: [fault('hang')], shutdownOnDown: true }))
  expect(shut.lost['shut-down']).toBeGreaterThan(50)
})

test('what waits for maxconn longer than timeout queue is lost', () => {
  const model = examplePool(1, 1.5, { maxConnections: 4 }, { queueTimeoutMs: 300, horizonMs: 20_000 })
  const run = simulate(model)
  expect(run.lost['queue-timeout'] / run.requests).toBeCloseTo(1 / 3, 1)
  expect(run.evictions).toEqual([])
})

test('checks pass HAProxy’s own queue but not the server’s: only a backlog starves them', () => {
  const overloaded = simulate(examplePool(2, 1.5, {}, { horizonMs: 20_000 }))
  expect(overloaded.evictions.length).toBeGreaterThan(1)
})

test('all in maintenance: the pool is empty, without an eviction', () => {
  const model = examplePool(2, 0.2, {}, { faults: [fault('maint', 's1', 5000), fault('maint', 's2', 5000)] })
  const run = simulate({ ...model, horizonMs: 10_000 })
  expect(run.emptyAtMs).toBe(0)
  expect(run.evictions).toEqual([])
  expect(run.lost['no-server'] / run.requests).toBeCloseTo(0.5, 1)
})

test('a drained server finishes what it has; a backup takes over', () => {
  const model = examplePool(2, 0.2, {}, { faults: [fault('drain')] })
  const servers = model.servers.map((server, index) => ({ ...server, backup: index === 1 }))
  const run = simulate({ ...model, servers })
  expect(lostOf(run)).toBe(0)
  expect(run.emptyAtMs).toBeNull()
})

test('clients that ask again turn an outage into more load', () => {
  const faults = [fault('refuse', 's1', 4000), fault('refuse', 's2', 4000)]
  const once = simulate(examplePool(2, 0.5, {}, { faults }))
  const again = simulate(examplePool(2, 0.5, {}, { faults, clientRetryChance: 0.9 }))
  expect(lostOf(again)).toBeLessThan(lostOf(once))
  expect(again.events).toBeGreaterThan(once.events)
})

test('no load, no events but checks', () => {
  const run = simulate(examplePool(2, 0))
  expect(run.requests).toBe(0)
  expect(run.evictions).toEqual([])
})

test('a model that cannot be run says why', () => {
  const model = examplePool(2, 0.5)
  const [first, second] = model.servers
  expect(faultOfModel(model)).toBeNull()
  const wrong: [Partial<PoolModel>, string][] = [
    [{ servers: [] }, `servers are not 1 to ${MAX_SERVERS}`],
    [{ servers: [first!, first!] }, 'two servers have one name'],
    [{ servers: [{ ...second!, slots: 0.5 }] }, 'server s2: slots are not 1 to 4096'],
    [{ servers: [{ ...second!, backlog: Number.NaN }] }, 'server s2: backlog is below 0'],
    [{ servers: [{ ...second!, weight: 300 }] }, 'server s2: weight is not 0 to 256'],
    [{ servers: [{ ...second!, maxConnections: 0 }] }, 'server s2: maxconn is below 1'],
    [{ check: { ...model.check, interMs: 0 } }, 'check: an interval is below 1 ms'],
    [{ check: { ...model.check, fall: 0 } }, 'check: fall or rise is not 1 to 1000'],
    [{ check: { ...model.check, serviceMs: -1 } }, 'check: its cost is below 0'],
    [{ servers: [{ ...second!, strikesUsed: -1 }] }, 'server s2: strikes are below 0'],
    [{ check: { ...model.check, latestTimeoutMs: 1 } }, 'check: its latest timeout is before its timeout'],
    [{ arrivalsPerS: Number.NaN }, 'load is not 0 to 1,000,000 requests/s'],
    [{ serverTimeoutMs: 0 }, 'a timeout is below 1 ms'],
    [{ retries: -1 }, 'retries are not 0 to 100'],
    [{ clientRetryChance: 1 }, 'clients ask again more than 19 times in 20'],
    [{ slowStartMs: -1 }, 'slowstart is below 0'],
    [{ horizonMs: 1e9 }, 'the run is longer than an hour'],
    [{ faults: [fault('hang', 'x')] }, 'no server x'],
    [{ faults: [{ ...fault('hang'), atMs: 1e6 }] }, 'a fault lies outside the run'],
    [{ faults: [fault('stall')] }, 'a stall has an end; without one it is a hang'],
    [{ faults: [fault('hang', 's1', -1)] }, 'a fault ends before it begins'],
  ]
  for (const [change, reason] of wrong) {
    expect(faultOfModel({ ...model, ...change })).toBe(reason)
    expect(createSimulation({ ...model, ...change }, createRandom(1))).toEqual({ ok: false, reason })
  }
})
