import { expect, test } from 'vitest'
import type { ClaimKind } from '../model/claim.ts'
import type { Pool } from '../model/pool.ts'
import type { Server } from '../model/server.ts'
import { createPool, createServer } from '../state/create-world.ts'
import { judgePool } from './judge-pool.ts'
import { wilsonLowerBound } from './wilson-lower-bound.ts'

const NOW = 1_000_000
type Given = {
  claim?: ClaimKind
  check?: string | null
  by?: 'log' | 'stats'
  inARow?: number
  sinceMs?: number
}

function member(name: string, requests: number, failures: number, given: Given = {}): Server {
  const server = createServer(name, 0)
  server.claim = { ...server.claim, kind: given.claim ?? 'up' }
  server.claimSinceMs = given.sinceMs ?? 0
  server.claimSeenAtMs = NOW
  const status = given.check === undefined ? 'L7OK' : given.check
  server.check = {
    status,
    running: false,
    code: 200,
    durationMs: 1,
    description: null,
    lastText: null,
    rise: 2,
    fall: 3,
    health: 4,
  }
  server.consecutiveFailures = given.inARow ?? 0
  const bySeconds = [4, 1].map((ago) => ({
    second: NOW / 1000 - ago,
    requests: requests / 2,
    failures: failures / 2,
  }))
  if (requests > 0) server.traffic[given.by ?? 'stats'] = bySeconds
  return server
}

function poolOf(...servers: Server[]): Pool {
  const pool = createPool('app')
  for (const server of servers) pool.servers.set(server.name, server)
  return pool
}

function judged(pool: Pool, nowMs = NOW, fresh = true): string[] {
  const { verdicts } = judgePool(pool, { nowMs, fresh })
  for (const [name, verdict] of verdicts) pool.servers.get(name)!.verdict = verdict
  return [...verdicts.values()].map((verdict) => `${verdict.kind}: ${verdict.reason}`)
}

test('one of three fails while its check passes', () => {
  expect(judged(poolOf(member('a', 100, 38), member('b', 100, 0), member('c', 100, 1)))).toEqual([
    'lying: 38 % failing',
    'agrees: traffic fine',
    'agrees: few failing',
  ])
})

test('the whole pool fails: no server lies', () => {
  expect(judged(poolOf(member('a', 100, 40), member('b', 100, 40), member('c', 100, 40)))).toEqual(
    Array(3).fill('unproven: whole pool failing: 40 %'),
  )
})

test('small counts are no lies; five in a row are', () => {
  expect(judged(poolOf(member('a', 1, 1), member('b', 4, 2)))).toEqual([
    'unproven: too little traffic to tell',
    'agrees: few failing',
  ])
  expect(judged(poolOf(member('a', 5, 5, { by: 'log', inARow: 5 }), member('b', 50, 0)))[0]).toBe(
    'lying: 100 % failing',
  )
})

test('failing no more than three times what the others fail is the pool’s trouble', () => {
  expect(
    judged(poolOf(member('a', 200, 30), member('b', 100, 6), member('c', 100, 6), member('d', 100, 6)))[0],
  ).toBe('unproven: 15 % failing')
})

test.each([
  ['L7OK', 'up', 'no-traffic: no traffic'],
  ['L4OK', 'up', 'unproven: port only'],
  [null, 'no-check', 'unproven: no check'],
  ['L7OK', 'unknown', 'unknown: claim not known'],
  ['L7OK', 'drain', 'agrees: draining'],
  ['L7OK', 'down', 'agrees: no new traffic'],
] as const)('without traffic: check %s, claim %s: %s', (check, claim, said) => {
  expect(judged(poolOf(member('a', 0, 0, { check, claim })))).toEqual([said])
})

test('a server without a check claims nothing: it cannot lie', () => {
  const none = { check: null, claim: 'no-check' } as const
  expect(judged(poolOf(member('a', 100, 50, none), member('b', 100, 0, none)))).toEqual([
    'unproven: 50 % failing',
    'unproven: no check, traffic fine',
  ])
})

test('DOWN while new requests succeed, once it has been down longer than the window', () => {
  const down = (sinceMs: number) => judged(poolOf(member('a', 40, 1, { claim: 'down', sinceMs })))
  expect(down(NOW - 30_000)).toEqual(['lying: 98 % fine'])
  expect(down(NOW - 5_000)).toEqual(['agrees: no new traffic'])
  expect(judged(poolOf(member('a', 19, 0, { claim: 'down' })))).toEqual(['agrees: no new traffic'])
})

test('a stale word is not judged', () => {
  expect(judged(poolOf(member('a', 100, 38)), NOW, false)).toEqual(['unknown: nothing heard lately'])
})

test('a verdict is not taken back by a share just below, and keeps the moment it was first said', () => {
  const pool = poolOf(member('a', 100, 38), member('b', 100, 0))
  judged(pool)
  const liar = pool.servers.get('a')!
  liar.traffic.stats = [{ second: NOW / 1000, requests: 100, failures: 4 }]
  expect(judged(pool, NOW + 1_000)[0]).toBe('lying: 4 % failing')
  expect(liar.verdict.sinceMs).toBe(NOW)
  liar.traffic.stats = [{ second: NOW / 1000, requests: 100, failures: 1 }]
  expect(judged(pool, NOW + 2_000)[0]).toBe('agrees: few failing')
})

test('log and statistics of the same traffic are never added', () => {
  const both = member('a', 15, 3)
  both.traffic.log = [
    { second: NOW / 1000 - 2, requests: 15, failures: 3 },
    { second: NOW / 1000, requests: 1, failures: 0 },
  ]
  expect(judged(poolOf(both, member('b', 50, 0)))[0]).toBe('agrees: few failing')
})

test('Wilson’s bound: little is proven by little', () => {
  expect(wilsonLowerBound(1, 1)).toBeCloseTo(0.2065, 3)
  expect(wilsonLowerBound(0, 50)).toBe(0)
  expect(wilsonLowerBound(0, 0)).toBe(0)
  expect(wilsonLowerBound(38, 100)).toBeCloseTo(0.291, 2)
})
