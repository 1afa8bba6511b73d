import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Drain } from '../model/drain.ts'
import { diffLive } from './diff-live.ts'
import { emptySnapshot } from './empty-snapshot.ts'
import { afterMove, VIP } from './fixtures/failover-hosts.ts'
import { patchLive } from './live-patch.ts'
import type { LiveSnapshot, PoolView, ServerView } from './live-view.ts'
import { toHostView } from './to-host-view.ts'
import { toVipViews } from './to-vip-view.ts'

const arbitraryServer = (name: string): fc.Arbitrary<ServerView> =>
  fc.record({
    name: fc.constant(name),
    address: fc.constantFrom(null, '10.0.0.1:80'),
    backup: fc.boolean(),
    claim: fc.constantFrom(
      { status: 'UP', kind: 'up' as const },
      { status: 'DOWN 1/2', kind: 'going-up' as const },
    ),
    claimSinceMs: fc.nat(3),
    verdict: fc.constantFrom(
      { kind: 'agrees' as const, reason: 'fine', rule: 'r', sinceMs: 1 },
      { kind: 'lying' as const, reason: '5 % failing', rule: 'r', sinceMs: 2 },
    ),
    weight: fc.constantFrom(null, 1, 2),
    strikes: fc.constantFrom(null, { left: 1, of: 3 }, { left: 3, of: 3 }),
    checkProves: fc.constantFrom('a', 'b'),
    lastCheck: fc.constantFrom(null, 'L7OK'),
    numbers: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(1), fc.nat(1)),
  })

const drain = { id: 'lb1/a/s0 1', server: 's0', sessionsLeft: 3, curve: [{ atMs: 1, sessions: 3 }] } as Drain
const arbitraryDrains = fc.constantFrom<Drain[] | null>(null, [drain], [{ ...drain, sessionsLeft: 2 }])

const arbitraryPool = (id: string): fc.Arbitrary<PoolView> =>
  fc.tuple(fc.nat(3), arbitraryDrains).chain(([count, drains]) =>
    fc.record({
      ...(drains && { drains: fc.constant(drains) }),
      id: fc.constant(id),
      loadBalancer: fc.constant('lb1'),
      name: fc.constant(id),
      mode: fc.constant('http'),
      status: fc.constantFrom('UP', 'DOWN'),
      fresh: fc.boolean(),
      numbers: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(1), fc.nat(1)),
      servers: fc.tuple(...Array.from({ length: count }, (_, i) => arbitraryServer(`s${i}`))),
    }),
  )

const arbitraryPools = fc.subarray(['a', 'b', 'c']).chain((ids) => fc.tuple(...ids.map(arbitraryPool)))

const snapshot = (seq: number, pools: PoolView[]): LiveSnapshot => ({
  ...emptySnapshot,
  seq,
  atMs: seq,
  headline: { tone: 'calm', lead: '', rest: '', detail: String(pools.length) },
  pools,
})
const byId = (pools: PoolView[]) => [...pools].sort((a, b) => a.id.localeCompare(b.id))

test('what the browser makes of before and the update is exactly after', () => {
  fc.assert(
    fc.property(arbitraryPools, arbitraryPools, (before, after) => {
      const update = diffLive(snapshot(1, before), snapshot(2, after), {})
      if (!update) {
        expect(byId(after)).toEqual(byId(before))
        return
      }
      const patched = patchLive(snapshot(1, before), update)
      expect(patched.ok).toBe(true)
      if (patched.ok) expect(byId(patched.snapshot.pools)).toEqual(byId(after))
    }),
    { numRuns: 500 },
  )
})

test('numbers alone travel as numbers, words as the one server', () => {
  const pools = fc.sample(
    arbitraryPool('a').filter((pool) => pool.servers.length > 1),
    { numRuns: 1, seed: 3 },
  )
  const [pool] = pools as [PoolView]
  const busier = {
    ...pool,
    servers: pool.servers.map((s, i) => (i ? s : { ...s, numbers: [9, 9, 9, 9, 9] as typeof s.numbers })),
  }
  const numbers = diffLive(snapshot(1, [pool]), snapshot(2, [busier]), {})
  expect(numbers).toEqual({ seq: 2, atMs: 2, numbers: [['a', pool.numbers, [[0, [9, 9, 9, 9, 9]]]]] })
  const renamed = { ...pool, servers: pool.servers.map((s, i) => (i ? s : { ...s, checkProves: 'else' })) }
  expect(diffLive(snapshot(1, [pool]), snapshot(2, [renamed]), {})?.servers).toEqual([
    ['a', 0, renamed.servers[0]],
  ])
})

test('nothing new is no update', () => {
  expect(diffLive(snapshot(1, []), snapshot(2, []), {})).toBeNull()
})

test('the network travels: whole lists where they changed, strips second by second', () => {
  const hosts = afterMove().map((each) => toHostView(each, [], true))
  const vips = toVipViews(afterMove(), [], () => true)
  const one: LiveSnapshot = { ...snapshot(1, []), hosts, vips }
  const beat = hosts.map((each) => ({ ...each, lastReportAtMs: each.lastReportAtMs + 1000 }))
  expect(diffLive(one, { ...one, seq: 2, hosts: beat }, {})).toBeNull()
  const silent = hosts.map((each, i) => (i ? each : { ...each, fresh: false }))
  const second = {
    ...{ second: 7, owners: ['lb2'], neighbourChanges: 1, disagree: 0 },
    ...{ tcp: hosts[0]!.tcp, terminals: { open: 0, stalled: 0 } },
  }
  const after = { ...one, seq: 2, hosts: silent, networkStrips: { [VIP]: [second] } }
  const update = diffLive(one, after, { networkStrips: [[VIP, second]] })!
  expect(Object.keys(update)).toEqual(['seq', 'atMs', 'networkStrips', 'hosts'])
  expect(patchLive(one, update)).toEqual({ ok: true, snapshot: { ...after, atMs: update.atMs } })
  const gone = patchLive(after, { seq: 3, atMs: 3, vips: [] })
  expect(gone.ok && gone.snapshot.networkStrips).toEqual({})
})
