import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { StatsReading } from '../model/stats-reading.ts'
import { parseStats } from '../sources/haproxy/stats/parse-stats.ts'
import { completeFrom } from './complete-from.ts'
import { diffStats } from './diff-stats.ts'

function step(name: string, atMs: number, version = '2.6.12'): StatsReading {
  const url = new URL(`../sources/haproxy/stats/fixtures/${version}/stat.${name}.csv`, import.meta.url)
  return parseStats(readFileSync(url, 'utf8'), { source: 'poll', loadBalancer: 'lb', atMs }).reading!
}

function changes(from: string, to: string): string[] {
  return diffStats(step(from, 10_000), step(to, 11_000)).map(
    (draft) => `${draft.kind} ${draft.pool}/${draft.server ?? ''} ${draft.from} → ${draft.to}`,
  )
}

test('the first answer changes nothing', () => {
  expect(diffStats(null, step('00-initial', 1))).toEqual([])
})

test('a failing check, then DOWN, with the check as the reason and lastchg as the time', () => {
  expect(changes('00-initial', '10-s1-failing')).toContain('server-state be_ok/s1 up → going-down')
  const down = diffStats(step('10-s1-failing', 10_000), step('11-s1-down', 14_000))
  expect(down.find((draft) => draft.pool === 'be_ok' && draft.server === 's1')).toMatchObject({
    from: 'going-down',
    to: 'down',
    reason: 'Layer7 wrong status',
    code: 503,
    atMs: 12_000,
    errorMs: 1_000,
  })
  expect(down.find((draft) => draft.server === 't1')).toMatchObject({
    to: 'down',
    via: 'be_ok/s1',
    reason: null,
  })
})

test('the last server of a pool, the weight that HAProxy does not log, the agent that takes a pool down', () => {
  expect(changes('21-only-backup', '22-no-server')).toContain('pool-state be_ok/ up → down')
  expect(changes('31-drain', '32-weight0')).toContain('server-weight be_ok/s2 50 → 0')
  expect(changes('41-agent-down', '42-agent-50')).toEqual([
    'server-weight be_agent/a1 1 → 0',
    'pool-state be_agent/ up → down',
  ])
})

test('down and up again between two looks is told by the counter', () => {
  const [before, after] = [step('00-initial', 10_000), step('00-initial', 12_000)]
  const server = after.servers.find((row) => row.pool === 'be_ok' && row.server === 's1')!
  server.counters = { ...server.counters, downTransitions: 1 }
  server.sinceChangeS = 0
  const drafts = diffStats(before, after)
  expect(drafts.map((draft) => draft.to)).toEqual(['down', 'up'])
  expect(drafts[0]!.atMs).toBeLessThan(drafts[1]!.atMs)
})

test('members and addresses that come and go', () => {
  const [before, after] = [step('00-initial', 10_000), step('00-initial', 11_000)]
  before.servers = before.servers.filter((row) => row.server !== 'b1')
  after.servers = after.servers.filter((row) => row.server !== 'd1')
  after.servers.find((row) => row.pool === 'be_ok' && row.server === 's2')!.address = '10.0.0.9:80'
  expect(diffStats(before, after).map((draft) => [draft.kind, draft.server, draft.to])).toEqual([
    ['server-address', 's2', '10.0.0.9:80'],
    ['server-added', 'b1', 'up'],
    ['server-removed', 'd1', null],
  ])
})

test('a rejected row is not a server that was removed', () => {
  const before = step('00-initial', 10_000)
  const after: StatsReading = { ...step('00-initial', 11_000), partial: true }
  after.servers = after.servers.filter((row) => row.server !== 'b1')
  expect(diffStats(before, completeFrom(before, after))).toEqual([])
  expect(completeFrom(before, { ...after, partial: undefined as never }).servers).toHaveLength(
    after.servers.length,
  )
})

test.each(['2.0.0', '2.6.12'])('%s: nothing changed gives nothing', (version) => {
  expect(diffStats(step('23-recovered', 1_000, version), step('23-recovered', 2_000, version))).toEqual([])
})
