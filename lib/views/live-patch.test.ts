import { expect, test } from 'vitest'
import { emptySnapshot } from './empty-snapshot.ts'
import { mergeEvents, patchLive, placeSecond } from './live-patch.ts'
import type { EventView, LiveSnapshot, PoolView, ServerView, StripSecond } from './live-view.ts'

const server = (name: string): ServerView => ({
  name,
  address: null,
  backup: false,
  claim: { status: 'UP', kind: 'up' },
  claimSinceMs: 0,
  verdict: { kind: 'agrees', reason: '', rule: 'r', sinceMs: 0 },
  weight: 1,
  strikes: null,
  checkProves: 'port only (L4)',
  lastCheck: null,
  numbers: [1, 2, 0, 0, 5],
})
const pool = (id: string, names: string[]): PoolView => ({
  id,
  loadBalancer: 'lb1',
  name: id,
  mode: 'http',
  status: 'UP',
  fresh: true,
  numbers: [1, 2, 0, 0, 5],
  servers: names.map(server),
})
const before: LiveSnapshot = {
  ...emptySnapshot,
  seq: 7,
  atMs: 1000,
  headline: { tone: 'calm', lead: 'Calm.', rest: '', detail: '' },
  pools: [pool('lb1/app', ['web1', 'web2']), pool('lb1/ssh', ['b1'])],
}
const event = (id: string, atMs: number, text = ''): EventView => ({
  id,
  kind: 'server-state',
  atMs,
  errorMs: 0,
  observedAtMs: atMs,
  loadBalancer: 'lb1',
  pool: 'app',
  server: 'web1',
  from: 'up',
  to: 'down',
  text,
  detail: null,
  seenBy: ['socket'],
})
const second = (at: number): StripSecond => ({
  second: at,
  claims: [],
  sessions: at,
  requestRate: null,
  failureRate: null,
})
const patched = (update: Parameters<typeof patchLive>[1]) => {
  const result = patchLive(before, update)
  if (!result.ok) throw new Error(result.reason)
  return result.snapshot
}

test('a missing update is a gap and an old one is ignored', () => {
  expect(patchLive(before, { seq: 9, atMs: 2000 })).toEqual({ ok: false, reason: 'gap' })
  expect(patchLive(before, { seq: 7, atMs: 2000 })).toEqual({ ok: false, reason: 'old' })
})

test('an empty update moves the time and keeps every part identical', () => {
  const after = patched({ seq: 8, atMs: 2000 })
  expect(after.atMs).toBe(2000)
  expect(after.pools).toBe(before.pools)
  expect(after.strips).toBe(before.strips)
  expect(after.events).toBe(before.events)
})

test('numbers change one pool and one server, and nothing else is copied', () => {
  const after = patched({
    seq: 8,
    atMs: 2000,
    numbers: [['lb1/app', [9, 9, 9, 9, 9], [[1, [8, 8, 8, 8, 8]]]]],
  })
  expect(after.pools[0]!.numbers).toEqual([9, 9, 9, 9, 9])
  expect(after.pools[0]!.servers[1]!.numbers).toEqual([8, 8, 8, 8, 8])
  expect(after.pools[0]!.servers[0]).toBe(before.pools[0]!.servers[0])
  expect(after.pools[1]).toBe(before.pools[1])
  expect(before.pools[0]!.numbers).toEqual([1, 2, 0, 0, 5])
})

test('a server, freshness, a new pool and a removed one in the same update', () => {
  const down = { ...server('web1'), claim: { status: 'DOWN', kind: 'down' as const } }
  const after = patched({
    seq: 8,
    atMs: 2000,
    servers: [['lb1/app', 0, down]],
    freshness: [['lb1/app', false]],
    pools: [pool('lb1/new', ['n1'])],
    removedPools: ['lb1/ssh'],
  })
  expect(after.pools.map((each) => each.id)).toEqual(['lb1/app', 'lb1/new'])
  expect(after.pools[0]!.fresh).toBe(false)
  expect(after.pools[0]!.servers[0]!.claim.status).toBe('DOWN')
})

test('an update about a pool or server that is not known asks for a snapshot instead of guessing', () => {
  const unknown = { ok: false, reason: 'unknown-pool' }
  expect(patchLive(before, { seq: 8, atMs: 1, freshness: [['lb9/x', true]] })).toEqual(unknown)
  expect(patchLive(before, { seq: 8, atMs: 1, servers: [['lb1/ssh', 5, server('z')]] })).toEqual(unknown)
  expect(
    patchLive(before, { seq: 8, atMs: 1, numbers: [['lb1/ssh', [0, 0, 0, 0, 0], [[3, [0, 0, 0, 0, 0]]]]] }),
  ).toEqual(unknown)
})

test('events stay newest first, an amended one replaces itself, and the tape has an end', () => {
  const tape = mergeEvents([event('b', 20), event('a', 10)], [event('a', 10, 'amended'), event('c', 15)])
  expect(tape.map((each) => each.id)).toEqual(['b', 'c', 'a'])
  expect(tape[2]!.text).toBe('amended')
  const many = Array.from({ length: 250 }, (_, i) => event(`e${i}`, i))
  expect(mergeEvents([], many)).toHaveLength(200)
  expect(mergeEvents([], many)[0]!.atMs).toBe(249)
})

test('strip seconds append, amend, arrive late and leave the window', () => {
  const three = [second(1), second(2), second(4)]
  expect(placeSecond(three, second(5)).map((each) => each.second)).toEqual([1, 2, 4, 5])
  expect(placeSecond(three, second(3)).map((each) => each.second)).toEqual([1, 2, 3, 4])
  expect(placeSecond(three, { ...second(4), sessions: 99 })[2]!.sessions).toBe(99)
  expect(placeSecond(three, second(303)).map((each) => each.second)).toEqual([4, 303])
  expect(patched({ seq: 8, atMs: 1, strips: [['lb1/app', second(1)]] }).strips['lb1/app']).toHaveLength(1)
})
