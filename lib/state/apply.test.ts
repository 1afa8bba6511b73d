import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { World } from '../model/load-balancer.ts'
import type { LogRecord } from '../model/log-record.ts'
import type { StatsReading } from '../model/stats-reading.ts'
import { parseInfo } from '../sources/haproxy/stats/parse-info.ts'
import { parseServersState } from '../sources/haproxy/stats/parse-servers-state.ts'
import { parseStats } from '../sources/haproxy/stats/parse-stats.ts'
import { applyLog } from './apply-log.ts'
import { applyProcess } from './apply-process.ts'
import { applyServersState } from './apply-servers-state.ts'
import { applyStats } from './apply-stats.ts'
import { applyWorkers } from './apply-workers.ts'
import { createWorld } from './create-world.ts'

const file = (name: string) =>
  readFileSync(new URL(`../sources/haproxy/stats/fixtures/2.6.12/${name}`, import.meta.url), 'utf8')

function step(name: string, atMs: number, worker: string | null = null): StatsReading {
  return parseStats(file(`stat.${name}.csv`), { source: 'poll', loadBalancer: 'lb', atMs, worker }).reading!
}
const server = (world: World, pool: string, name: string) =>
  world.loadBalancers.get('lb')!.pools.get(pool)!.servers.get(name)!
const log = (record: object, atMs: number) =>
  ({
    kind: 'log',
    source: 'udp',
    loadBalancer: 'lb',
    atMs,
    record: { format: 'x', ...record } as LogRecord,
    shifted: false,
  }) as const
const stateLine = (to: string, atMs: number, more = {}) =>
  log(
    { kind: 'server-state', pool: 'be_ok', server: 's1', backup: false, to, via: null, atMs, ...more },
    atMs,
  )
const request = (atMs: number, more = {}) =>
  log(
    {
      kind: 'request',
      atMs,
      pool: 'app',
      server: 'web1',
      status: 200,
      termination: '----',
      redispatched: false,
      timers: { totalMs: 0 },
      ...more,
    },
    atMs,
  )
/** The same answer with one server's counters moved. */
function counted(
  atMs: number,
  requests: number,
  failures: number,
  worker: string | null = null,
): StatsReading {
  const reading = step('00-initial', atMs, worker)
  const row = reading.servers.find((one) => one.pool === 'be_ok' && one.server === 's1')!
  row.counters = {
    ...row.counters,
    sessionsTotal: requests,
    responses2xx: requests - failures,
    responses5xx: failures,
  }
  return reading
}

test('claims, members and words that changed', () => {
  const world = createWorld()
  expect(applyStats(world, step('00-initial', 10_000)).pools.has('lb/be_ok')).toBe(true)
  const changes = applyStats(world, step('30-maint', 40_000))
  expect(changes.servers.has('lb/be_ok/s1')).toBe(true)
  expect(changes.servers.has('lb/be_ok/s2')).toBe(false)
  expect(server(world, 'be_track', 't1').claim).toMatchObject({
    status: 'MAINT (via be_ok/s1)',
    kind: 'maint',
  })
  expect(server(world, 'be_ok', 's1').claimSinceMs).toBe(40_000)
  expect(applyStats(world, step('30-maint', 41_000)).servers.size).toBe(0)
})

test('a whole answer removes what it no longer names, a partial one removes nothing', () => {
  const world = createWorld()
  applyStats(world, step('00-initial', 1_000))
  const less = step('00-initial', 2_000)
  less.servers = less.servers.filter((row) => row.server !== 'b1')
  applyStats(world, { ...less, partial: true })
  expect(server(world, 'be_ok', 'b1')).toBeDefined()
  expect(applyStats(world, { ...less, atMs: 3_000 }).pools.has('lb/be_ok')).toBe(true)
  expect(server(world, 'be_ok', 'b1')).toBeUndefined()
})

test('the log’s word is not undone by an answer asked for before it, but by the next one', () => {
  const world = createWorld()
  applyStats(world, step('00-initial', 10_000))
  applyLog(world, stateLine('down', 11_005), 'lb')
  applyStats(world, step('00-initial', 11_000))
  expect(server(world, 'be_ok', 's1')).toMatchObject({ claim: { status: 'DOWN' }, claimSinceMs: 11_005 })
  applyStats(world, step('00-initial', 12_000))
  expect(server(world, 'be_ok', 's1').claim.status).toBe('UP')
  applyLog(world, stateLine('down', 9_000), 'lb')
  expect(server(world, 'be_ok', 's1').claim.status).toBe('UP')
})

test('rates per second, never across a restart, summed over workers', () => {
  const world = createWorld()
  applyStats(world, counted(10_000, 100, 0))
  expect(server(world, 'be_ok', 's1').rates).toBeNull()
  applyStats(world, counted(12_000, 120, 4))
  expect(server(world, 'be_ok', 's1').rates).toMatchObject({ requestRate: 10, failureRate: 2 })
  applyStats(world, counted(13_000, 7, 0))
  expect(server(world, 'be_ok', 's1').rates).toBeNull()
  applyStats(world, counted(13_000, 50, 0, 'w2'))
  applyStats(world, counted(14_000, 12, 0))
  applyStats(world, counted(14_000, 56, 0, 'w2'))
  expect(server(world, 'be_ok', 's1').rates).toMatchObject({ requestRate: 11 })
})

test('a new pid starts counting anew though its counters are higher', () => {
  const world = createWorld()
  const info = (pid: number) => file('info.txt').replace('21764', String(pid))
  const asked = { source: 'poll', loadBalancer: 'lb', atMs: 1 }
  applyProcess(world, parseInfo(info(1), asked).reading!)
  applyStats(world, counted(10_000, 100, 0))
  expect(applyProcess(world, parseInfo(info(2), asked).reading!).loadBalancerChanged).toBe(true)
  applyStats(world, counted(11_000, 9_000, 0))
  expect(server(world, 'be_ok', 's1').rates).toBeNull()
})

test('rates are never negative and never more than what was counted', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(5_000), fc.constantFrom(null, 'w2'), fc.integer({ min: 0, max: 3_000 })), {
        maxLength: 8,
      }),
      (answers) => {
        const world = createWorld()
        let atMs = 10_000
        for (const [requests, worker, gap] of answers) {
          atMs += gap
          applyStats(world, counted(atMs, requests, Math.floor(requests / 3), worker))
          const { rates, traffic } = server(world, 'be_ok', 's1')
          for (const rate of Object.values(rates ?? {})) expect(rate).toBeGreaterThanOrEqual(0)
          expect(rates?.requestRate ?? 0).toBeLessThanOrEqual(2 * 5_000 * 10)
          expect(traffic.stats.every((one) => one.failures <= one.requests)).toBe(true)
        }
      },
    ),
    { numRuns: 30 },
  )
})

test('known from logs alone: pools, servers, claims and traffic appear', () => {
  const world = createWorld()
  expect(applyLog(world, request(5_000), 'lb').pools).toEqual(new Set(['lb/app']))
  expect(server(world, 'app', 'web1')).toMatchObject({
    claim: { kind: 'up', status: 'in rotation' },
    mode: 'http',
  })
  const check = {
    kind: 'health-check',
    pool: 'app',
    server: 'web1',
    backup: false,
    agent: false,
    to: 'up',
    health: 2,
    healthMax: 3,
  }
  applyLog(world, log({ ...check, atMs: 5_500 }, 5_500), 'lb')
  expect(server(world, 'app', 'web1').claim).toMatchObject({ status: 'UP 2/3', kind: 'going-down' })
  applyLog(world, request(6_000, { server: '<NOSRV>' }), 'lb')
  expect([...world.loadBalancers.get('lb')!.pools.get('app')!.servers.keys()]).toEqual(['web1'])
})

test('where statistics are polled, a name that they do not know is not made up from a log', () => {
  const world = createWorld()
  applyStats(world, step('00-initial', 1_000))
  applyLog(world, request(2_000), 'lb')
  expect(world.loadBalancers.get('lb')!.pools.has('app')).toBe(false)
})

test.each([
  ['200', { status: 200 }, 1, 0],
  ['500 of the server', { status: 500 }, 1, 1],
  ['404', { status: 404 }, 1, 0],
  ['connection refused', { status: 503, termination: 'SC--' }, 1, 1, { unconnected: 1 }],
  ['connect timeout', { status: 503, termination: 'sC--' }, 1, 1, { unconnected: 1 }],
  ['no answer in time', { status: 504, termination: 'sH--' }, 1, 1],
  ['answer cut', { status: 502, termination: 'SH--' }, 1, 1],
  ['body cut', { status: 200, termination: 'SD--' }, 1, 1],
  ['queue was full', { status: 503, termination: 'sQ--' }, 0, 0],
  ['denied', { status: 403, termination: 'PR--' }, 0, 0],
  ['client gave up waiting', { status: null, termination: 'CH--' }, 0, 0],
  ['client left during the answer', { status: 200, termination: 'CD--' }, 1, 0],
  ['500, client left during it', { status: 500, termination: 'CD--' }, 1, 1],
  ['redispatched and failed', { status: 503, termination: 'SC--', redispatched: true }, 0, 0],
  ['redispatched and served', { status: 200, redispatched: true }, 1, 0],
  ['TCP session, idle at its end', { kind: 'session', termination: 'sD' }, 1, 0],
  ['TCP session refused', { kind: 'session', termination: 'SC' }, 1, 1, { unconnected: 1 }],
] as [string, object, number, number, object?][])('%s', (_, more, requests, failures, also = {}) => {
  const world = createWorld()
  applyLog(world, request(5_000, more), 'lb')
  const { traffic, consecutiveFailures } = server(world, 'app', 'web1')
  expect(traffic.log).toEqual(requests ? [{ second: 5, requests, failures, ...also }] : [])
  expect(consecutiveFailures).toBe(failures)
})

test('the window holds 60 s, newest last', () => {
  const world = createWorld()
  for (let second = 0; second < 200; second++) applyLog(world, request(second * 1000), 'lb')
  const seconds = server(world, 'app', 'web1').traffic.log.map((one) => one.second)
  expect(seconds).toHaveLength(60)
  expect([seconds[0], seconds.at(-1)]).toEqual([140, 199])
})

test('old workers stay until the master no longer names them', () => {
  const world = createWorld()
  const workers = (atMs: number, old: number[]) => ({
    kind: 'workers' as const,
    source: 's',
    loadBalancer: 'lb',
    atMs,
    workers: [9, ...old].map((pid) => ({ pid, old: pid !== 9, reloads: 0, uptimeS: 1, version: null })),
  })
  applyWorkers(world, workers(1_000, [7]))
  applyWorkers(world, workers(2_000, [7]))
  expect(world.loadBalancers.get('lb')!.oldWorkers).toEqual([{ pid: 7, connections: null, sinceMs: 1_000 }])
  expect(applyWorkers(world, workers(3_000, [])).loadBalancerChanged).toBe(true)
  expect(world.loadBalancers.get('lb')!.oldWorkers).toEqual([])
})

test('addresses that show stat lacks come from the servers’ state', () => {
  const world = createWorld()
  const reading = step('00-initial', 1_000)
  for (const row of reading.servers) row.address = null
  applyStats(world, reading)
  const asked = { source: 's', loadBalancer: 'lb', atMs: 2_000 }
  applyServersState(world, parseServersState(file('srvstate.00-initial.txt'), asked).reading!)
  expect(server(world, 'be_ok', 's2').address).toBe('127.0.0.1:19002')
  expect(server(world, 'be_resolve', 'd1').address).toBeNull()
})
