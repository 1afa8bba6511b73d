import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { World } from '../model/load-balancer.ts'
import type { Attempt, RequestRecord, SessionRecord } from '../model/log-record.ts'
import { blankRequest, blankSession } from '../sources/blank-record.ts'
import { parseLine } from '../sources/parse-line.ts'
import { applyLog } from './apply-log.ts'
import { createWorld } from './create-world.ts'

function apply(world: World, record: RequestRecord | SessionRecord): void {
  const atMs = record.atMs!
  applyLog(world, { kind: 'log', source: 'file', loadBalancer: 'lb', atMs, record, shifted: false }, 'lb')
}

const pool = (world: World, name = 'app') => world.loadBalancers.get('lb')!.pools.get(name)!
/** Requests, failures and those of them that never came to a connection, by server. */
function counted(world: World, name = 'app') {
  return Object.fromEntries(
    [...pool(world, name).servers.values()].map((server) => [
      server.name,
      server.traffic.log.reduce(
        (sum, one) => [sum[0]! + one.requests, sum[1]! + one.failures, sum[2]! + (one.unconnected ?? 0)],
        [0, 0, 0],
      ),
    ]),
  )
}

const attempt = (server: string | null, status: number | null, more: Partial<Attempt> = {}): Attempt => ({
  server,
  status,
  connectMs: null,
  responseMs: null,
  ...more,
})

function request(attempts: Attempt[], more: Partial<RequestRecord> = {}): RequestRecord {
  const { ok: _, ...blank } = blankRequest('nginx-log-format', 5_400)
  const { server, status } = attempts.at(-1)!
  const redispatched = attempts.some((one) => one.server !== attempts[0]!.server)
  return {
    ...blank,
    pool: 'app',
    server,
    status,
    redispatched,
    retries: attempts.length - 1,
    attempts,
    ...more,
  }
}

test.each([
  [
    'the first refused, the second answered',
    [attempt('a', 502, { termination: 'SC' }), attempt('b', 200)],
    {},
    { a: [1, 1, 1], b: [1, 0, 0] },
  ],
  ['both failed', [attempt('a', 504), attempt('b', 502)], {}, { a: [1, 1, 0], b: [1, 1, 0] }],
  [
    'the last one refused',
    [attempt('a', 500), attempt('b', 502)],
    { termination: 'SC' },
    { a: [1, 1, 0], b: [1, 1, 1] },
  ],
  ['the same one twice', [attempt('a', 502), attempt('a', 200)], {}, { a: [2, 1, 0] }],
  [
    'silent, so another was asked',
    [attempt('a', null), attempt('b', 200)],
    {},
    { a: [1, 1, 0], b: [1, 0, 0] },
  ],
  [
    'sent on by an answer of its own',
    [attempt('a', 200), attempt('b', 200)],
    {},
    { a: [1, 0, 0], b: [1, 0, 0] },
  ],
  ['the client was given something else', [attempt('a', 502)], { status: 200 }, { a: [1, 1, 0] }],
  [
    'the client left while it waited',
    [attempt('a', null)],
    { status: 499, termination: 'CH' },
    { a: [0, 0, 0] },
  ],
  ['no server was left', [attempt('a', 502), attempt(null, 502)], { termination: 'SC' }, { a: [1, 1, 0] }],
] as [string, Attempt[], Partial<RequestRecord>, object][])('%s', (_, attempts, more, expected) => {
  const world = createWorld()
  apply(world, request(attempts, more))
  expect(counted(world)).toEqual(expected)
})

test('a pool serves a request once, however many servers were tried', () => {
  const world = createWorld()
  apply(world, request([attempt('a', 502), attempt('b', 502), attempt('c', 200)]))
  expect(pool(world).traffic!.seconds).toMatchObject([{ served: 1, unserved: 0 }])
  apply(world, request([attempt('a', 502), attempt(null, 502)], { termination: 'SC' }))
  expect(pool(world).traffic!.seconds).toMatchObject([{ served: 1, unserved: 1 }])
})

test('what somebody unnamed answered was served, what nobody answered was not', () => {
  const world = createWorld()
  apply(world, request([attempt('a', 200)]))
  const before = structuredClone(pool(world).traffic!.seconds)
  apply(world, request([attempt(null, 200)], { termination: null }))
  expect(pool(world).traffic!.seconds).toEqual(before)
  apply(world, request([attempt(null, 503)], { termination: null }))
  expect(pool(world).traffic!.seconds).toMatchObject([{ served: 1, unserved: 1 }])
})

test('a TCP session blames the server that refused it, not the one that took it', () => {
  const world = createWorld()
  const { ok: _, ...blank } = blankSession('nginx-log-format', 5_400)
  const attempts = [attempt('a', null, { termination: 'SC' }), attempt('b', null, { connectMs: 1 })]
  apply(world, { ...blank, pool: 'app', server: 'b', redispatched: true, termination: '--', attempts })
  expect(counted(world)).toEqual({ a: [1, 1, 1], b: [1, 0, 0] })
})

test('a line that is dated at its end counts there, one dated at its beginning by its length later', () => {
  const world = createWorld()
  const timers = { requestMs: null, queueMs: null, connectMs: null, responseMs: null, totalMs: 3_000 }
  const arrivedLater = (record: RequestRecord) =>
    applyLog(
      world,
      { kind: 'log', source: 'file', loadBalancer: 'lb', atMs: 60_000, record, shifted: false },
      'lb',
    )
  arrivedLater(request([attempt('a', 200)], { timers, datedAtEnd: true }))
  arrivedLater(request([attempt('b', 200)], { timers }))
  const second = (name: string) =>
    pool(world)
      .servers.get(name)!
      .traffic.log.map((one) => one.second)
  expect([second('a'), second('b')]).toEqual([[5], [8]])
})

test('what NGINX logged of a pool with one dead server', () => {
  const text = readFileSync(
    new URL('../sources/nginx/fixtures/ingress-upstreaminfo.log', import.meta.url),
    'utf8',
  )
  const world = createWorld()
  for (const line of text.trimEnd().split('\n')) {
    const parsed = parseLine(line)
    if (parsed.ok && parsed.kind === 'request') apply(world, parsed)
  }
  expect(counted(world, 'default-half-80')).toEqual({
    '127.0.0.1:18089': [2, 2, 0],
    '127.0.0.1:18081': [3, 0, 0],
  })
  expect(counted(world, 'default-dead-80')).toEqual({
    '127.0.0.1:18089': [1, 1, 0],
    '127.0.0.1:18088': [1, 1, 0],
  })
  expect(pool(world, 'default-dead-80').traffic!.seconds.map((one) => one.unserved)).toContain(1)
})
