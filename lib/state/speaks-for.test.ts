import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { StatsReading } from '../model/stats-reading.ts'
import { parseStats } from '../sources/haproxy/stats/parse-stats.ts'
import { applyStats } from './apply-stats.ts'
import { createWorld } from './create-world.ts'

const up = readFileSync(
  new URL('../sources/haproxy/stats/fixtures/2.6.12/stat.00-initial.csv', import.meta.url),
  'utf8',
)
const maint = up.replace(/^(be_ok,s1,.*?),UP,/m, '$1,MAINT,')
const answer = (text: string, worker: string, atMs: number): StatsReading =>
  parseStats(text, { source: 'poll', loadBalancer: 'lb', atMs, worker }).reading!
const claimOf = (world: ReturnType<typeof createWorld>) =>
  world.loadBalancers.get('lb')!.pools.get('be_ok')!.servers.get('s1')!.claim.kind

test('two processes that disagree show the worst word, whoever spoke last', () => {
  const world = createWorld()
  expect(maint).not.toBe(up)
  applyStats(world, answer(up, 'a', 1_000))
  applyStats(world, answer(maint, 'b', 1_100))
  expect(claimOf(world)).toBe('maint')
  applyStats(world, answer(up, 'a', 2_000))
  expect(claimOf(world)).toBe('maint')
  applyStats(world, answer(up, 'b', 2_100))
  expect(claimOf(world)).toBe('up')
})

test('a process that is gone no longer speaks', () => {
  const world = createWorld()
  applyStats(world, answer(maint, 'b', 1_000))
  applyStats(world, answer(up, 'a', 20_000))
  expect(claimOf(world)).toBe('up')
})

test('a pool that only one of the processes has is not removed by the other', () => {
  const world = createWorld()
  const without = up.replace(/^be_ok,.*\n/gm, '')
  applyStats(world, answer(up, 'a', 1_000))
  applyStats(world, answer(without, 'b', 1_100))
  expect(claimOf(world)).toBe('up')
  applyStats(world, answer(without, 'a', 20_000))
  expect(world.loadBalancers.get('lb')!.pools.has('be_ok')).toBe(false)
})
