import { expect, test } from 'vitest'
import type { Evidence, Finding, Subject } from '#lib/model/finding'
import type { PoolSample } from '#lib/model/server-sample'
import type { StripSecond } from '#lib/views/live-view'
import { toStripSeconds } from '#lib/views/to-strip-seconds'
import { isOfPool, sidesOf } from './evidence-sides.ts'
import { joinSeconds, poolOf } from './pool-seconds.ts'

const evidence = (channel: Evidence['channel'], side: Evidence['side']) => ({ channel, side }) as Evidence
const pool: Subject = { type: 'pool', id: 'lb1/app' }
const server: Subject = { type: 'server', id: 'lb1/app/web2' }

test('of a pool what is claimed stands beside what its traffic says, of a network each end beside the other', () => {
  const seen = [evidence('claim', 'beside'), evidence('traffic', 'server'), evidence('process', 'beside')]
  const finding = { subjects: [server, pool], evidence: seen } as Finding
  expect(sidesOf(finding).map(({ side, evidence: some }) => [side, some.length])).toEqual([
    ['claim', 1],
    ['traffic', 1],
    ['beside', 1],
  ])
  const network = { subjects: [{ type: 'vip', id: '10.0.0.1' }, server], evidence: seen } as Finding
  expect(isOfPool(network)).toBe(false)
  expect(sidesOf(network).map(({ side }) => side)).toEqual(['server', 'beside'])
})

test('the strip is of the pool that it names, else of the pool of its server; an address comes first', () => {
  expect(poolOf({ subjects: [server, pool] })).toBe('lb1/app')
  expect(poolOf({ subjects: [server] })).toBe('lb1/app')
  expect(poolOf({ subjects: [pool, { type: 'vip', id: '10.0.0.1' }] })).toBeNull()
  expect(poolOf({ subjects: [{ type: 'host', id: 'lb1' }] })).toBeNull()
})

test('a stored sample stands for each of its seconds, and live seconds take the place of stored ones', () => {
  const total = { sessions: 4, requestRate: 20, failureRate: 1 }
  const servers = new Map([
    ['web1', { claim: 1 }],
    ['web2', { claim: 4 }],
  ])
  const seconds = toStripSeconds([
    { startMs: 10_000, resolutionS: 2, total, servers } as unknown as PoolSample,
  ])
  expect(seconds.map((each) => each.second)).toEqual([10, 11])
  expect(seconds[0]).toMatchObject({ claims: [0, 1, 0, 0, 1, 0, 0, 0, 0], sessions: 4, requestRate: 20 })
  const live = [{ second: 11, sessions: 9 }] as StripSecond[]
  expect(joinSeconds(seconds, live).map((each) => each.sessions)).toEqual([4, 9])
})
