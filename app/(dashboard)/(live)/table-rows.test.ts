import { expect, test } from 'vitest'
import type { PoolView, ServerView } from '#lib/views/live-view'
import { serverConcern, worstPool } from './concern.ts'
import { holdOrder, isInOrder, tableRows } from './table-rows.ts'

const NOW = 1_000_000_000
const server = (name: string, part: Partial<ServerView> = {}): ServerView => ({
  name,
  address: null,
  backup: false,
  claim: { status: 'UP', kind: 'up' },
  claimSinceMs: 0,
  verdict: { kind: 'agrees', reason: '', rule: 'r', sinceMs: 0 },
  weight: 1,
  strikes: null,
  checkProves: '',
  lastCheck: null,
  numbers: [1, 1, 0, 0, 1],
  ...part,
})
const pool = (name: string, servers: ServerView[], part: Partial<PoolView> = {}): PoolView => ({
  id: `lb1/${name}`,
  loadBalancer: 'lb1',
  name,
  mode: 'http',
  status: 'UP',
  fresh: true,
  numbers: [1, 1, 0, 0, 1],
  servers,
  ...part,
})
const lying = { verdict: { kind: 'lying', reason: '38 % failing', rule: 'r', sinceMs: 0 } } as const
const down = { claim: { status: 'DOWN', kind: 'down' } } as const
const many = (count: number) => Array.from({ length: count }, (_, i) => server(`s${i}`))
const choice = { filter: '', quiet: null, limits: {}, nowMs: NOW }
const keys = (pools: PoolView[], part = {}) =>
  tableRows(pools, { ...choice, ...part }).rows.map((row) => row.key)

test('a lie is worse than DOWN, DOWN than going down, and UP with no weight is not quiet', () => {
  const concerns = [
    server('a', lying),
    server('b', down),
    server('c', { claim: { status: 'UP 1/3', kind: 'going-down' } }),
    server('d', { claim: { status: 'DRAIN', kind: 'drain' } }),
    server('e', { weight: 0 }),
    server('f'),
  ].map((each) => serverConcern(each, NOW))
  expect(concerns).toEqual([...concerns].sort((a, b) => b - a))
  expect(concerns.at(-1)).toBe(0)
  expect(concerns.at(-2)).toBeGreaterThan(0)
})

test('pools with problems come first, the worst on top, and in a big house the quiet are folded', () => {
  const pools = [
    pool('quiet', many(30)),
    pool('broken', [server('x', down), ...many(30)]),
    pool('lies', [server('y', lying)]),
  ]
  expect(keys(pools)).toEqual(['lb1/lies', 'lb1/lies/y', 'lb1/broken', 'lb1/broken/x', 'lb1/broken more'])
  expect(tableRows(pools, choice).quietPools).toBe(1)
  expect(keys(pools, { quiet: true })).toContain('lb1/quiet')
})

test('in a small house everything is shown', () => {
  expect(keys([pool('a', many(2))])).toEqual(['lb1/a', 'lb1/a/s0', 'lb1/a/s1'])
})

test('a pool that nobody has heard from is a problem, whatever its servers said last', () => {
  expect(keys([pool('a', many(50)), pool('b', many(50), { fresh: false })])[0]).toBe('lb1/b')
})

test('a server that just came back stays in sight for a minute; a restart of all says nothing', () => {
  const back = server('x', { claimSinceMs: NOW - 5_000 })
  expect(keys([pool('a', [...many(50), back])])).toContain('lb1/a/x')
  expect(
    keys([
      pool(
        'a',
        many(50).map((each) => ({ ...each, claimSinceMs: NOW - 5_000 })),
      ),
    ]),
  ).toEqual([])
})

test('the filter finds by name, address and claim, quiet ones too', () => {
  const pools = [
    pool('a', [server('web1', { address: '10.0.0.7:80' }), ...many(60)]),
    pool('b', [server('z', down)]),
  ]
  expect(keys(pools, { filter: '10.0.0.7' })).toEqual(['lb1/a', 'lb1/a/web1'])
  expect(keys(pools, { filter: 'down' })).toEqual(['lb1/b', 'lb1/b/z'])
  expect(keys(pools, { filter: 'nothing' })).toEqual([])
})

test('a thousand quiet servers are not in the page, and an opened pool is bounded', () => {
  const pools = Array.from({ length: 20 }, (_, i) => pool(`p${i}`, many(50)))
  expect(keys(pools)).toEqual([])
  expect(keys(pools, { quiet: true, limits: { 'lb1/p0': 40 } })).toHaveLength(20 + 40 + 1)
})

test('held rows stay where they are and new ones go to the end, named in full', () => {
  const before = [pool('a', [server('x', down)]), pool('b', [server('y', down), ...many(60)])]
  const held = keys(before)
  const after = [before[0]!, pool('b', [server('y', down), server('n', lying), ...many(60)])]
  const rows = tableRows(after, choice).rows
  const drawn = holdOrder(held, rows)
  expect(drawn.map((row) => row.key).slice(0, held.length)).toEqual(held)
  expect(drawn.at(-1)).toMatchObject({ key: 'lb1/b/n', named: true })
  expect(isInOrder(drawn, rows)).toBe(false)
  expect(isInOrder(rows, rows)).toBe(true)
})

test('the strip chart begins with the worst pool, and among equals with the busiest', () => {
  const busy = pool('busy', many(1), { numbers: [1, 900, 0, 0, 1] })
  expect(worstPool([pool('a', many(1)), busy], NOW)?.name).toBe('busy')
  expect(worstPool([busy, pool('z', [server('y', lying)])], NOW)?.name).toBe('z')
  expect(worstPool([], NOW)).toBeNull()
})
