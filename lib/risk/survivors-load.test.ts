import { describe, expect, test } from 'vitest'
import type { CapacityBand } from './capacity-band.ts'
import { headroomOf, riskTier } from './headroom.ts'
import { createRandom } from './random.ts'
import { type LoadedPool, type LoadedServer, survivorsLoad, worstLosses } from './survivors-load.ts'

const band = (midPerS: number, spread = 0.1): CapacityBand => ({
  lowPerS: midPerS * (1 - spread),
  midPerS,
  highPerS: midPerS * (1 + spread),
})
const server = (name: string, change: Partial<LoadedServer> = {}): LoadedServer => ({
  name,
  weight: 1,
  backup: false,
  usable: true,
  capacity: band(200),
  checksPerS: 0,
  ...change,
})
const pool = (servers: LoadedServer[], change: Partial<LoadedPool> = {}): LoadedPool => ({
  servers,
  algorithm: 'roundrobin',
  allBackups: false,
  requestsPerS: 600,
  attemptsPerRequest: 1,
  ...change,
})
const five = ['a', 'b', 'c', 'd', 'e'].map((name) => server(name))
function load(of: LoadedPool, ...lost: string[]) {
  const answer = survivorsLoad(of, new Set(lost))
  if (!answer.ok) throw new Error(answer.reason)
  return answer.load
}

test('ρ after a loss is demand over what is left, as a band the other way round', () => {
  expect(load(pool(five)).pool.mid).toBeCloseTo(0.6, 9)
  const after = load(pool(five), 'a')
  expect(after.pool.mid).toBeCloseTo(0.75, 9)
  expect(after.pool.low).toBeCloseTo(600 / 880, 9)
  expect(after.pool.high).toBeCloseTo(600 / 720, 9)
  expect(after.survivors).toBe(4)
})

test('retries and checks are load', () => {
  const busy = pool(
    five.map((one) => ({ ...one, checksPerS: 5 })),
    { attemptsPerRequest: 1.2 },
  )
  expect(load(busy, 'a').pool.mid).toBeCloseTo((720 + 20) / 800, 9)
})

describe('uneven servers', () => {
  const uneven = [
    server('big', { weight: 2, capacity: band(300) }),
    server('small'),
    server('slow', { capacity: band(100) }),
  ]

  test('in turn, a weak server gets its share by weight: it is the hottest', () => {
    const after = load(pool(uneven, { requestsPerS: 300 }), 'big')
    expect(after.hottest).toMatchObject({ server: 'slow' })
    expect(after.hottest.load.mid).toBeCloseTo(1.5, 9)
    expect(after.pool.mid).toBeCloseTo(1, 9)
    expect(after.limiting).toEqual(after.hottest.load)
  })

  test('leastconn moves load to who is free: the pool decides', () => {
    const after = load(pool(uneven, { requestsPerS: 300, algorithm: 'leastconn' }), 'big')
    expect(after.limiting.mid).toBeCloseTo(1, 9)
  })

  test('the worst loss is the worst of all there are', () => {
    const random = createRandom(8)
    for (let turn = 0; turn < 40; turn++) {
      const servers = Array.from({ length: 6 }, (_, index) =>
        server(`s${index}`, {
          weight: 1 + Math.floor(random() * 5),
          capacity: band(50 + random() * 200),
          checksPerS: random() * 5,
        }),
      )
      for (const algorithm of ['roundrobin', 'leastconn']) {
        const of = pool(servers, { algorithm })
        worstLosses(of).forEach((loss, index) => {
          const sets = subsets(servers, index + 1).map((lost) => load(of, ...lost).limiting.mid!)
          // Checks go with the servers, so the most capable is not always the very worst.
          expect(loss.limiting.mid! / Math.max(...sets)).toBeGreaterThan(
            algorithm === 'leastconn' ? 0.98 : 1 - 1e-9,
          )
        })
      }
    }
  })
})

function subsets(servers: LoadedServer[], count: number): string[][] {
  const all: string[][] = []
  for (let mask = 0; mask < 1 << servers.length; mask++) {
    const names = servers.filter((_, index) => mask & (1 << index)).map(({ name }) => name)
    if (names.length === count) all.push(names)
  }
  return all
}

test('backups carry the load only when no active server is left; one of them, or all', () => {
  const servers = [server('a'), server('x', { backup: true }), server('y', { backup: true })]
  expect(load(pool(servers)).onBackups).toBe(false)
  expect(load(pool(servers), 'a')).toMatchObject({ onBackups: true, survivors: 1 })
  expect(load(pool(servers, { allBackups: true }), 'a').pool.mid).toBeCloseTo(1.5, 9)
  expect(worstLosses(pool(servers)).map(({ lost }) => lost)).toEqual([['a']])
})

test('what is not known has a reason', () => {
  const unknown = survivorsLoad(pool([server('a', { capacity: null })]), new Set())
  expect(unknown).toEqual({ ok: false, reason: 'capacity of a is not known' })
  expect(survivorsLoad(pool([server('a')]), new Set(['a']))).toEqual({
    ok: false,
    reason: 'no server is left',
  })
  expect(survivorsLoad(pool(five, { requestsPerS: Number.NaN }), new Set())).toEqual({
    ok: false,
    reason: 'the load is not known',
  })
  expect(headroomOf(pool([server('a', { usable: false })]))).toEqual({
    ok: false,
    reason: 'no server is left',
  })
})

test('headroom: how many can go, and how much may come', () => {
  const answer = headroomOf(pool(five, { requestsPerS: 400 }))
  if (!answer.ok) throw new Error(answer.reason)
  const { canLose, loadMayGrow, loadMayGrowAfterLoss, losses } = answer.headroom
  expect(losses.map(({ lost }) => lost.length)).toEqual([1, 2, 3, 4])
  // 400/s on 3, 2 of 200/s: 0.67, 1.
  expect(canLose).toEqual({ low: 2, mid: 2, high: 3 })
  expect(loadMayGrow.mid).toBeCloseTo(2.5, 9)
  expect(loadMayGrow.low).toBeCloseTo(2.25, 9)
  expect(loadMayGrowAfterLoss!.mid).toBeCloseTo(2, 9)
})

test('a peak that was seen proves safety, never danger', () => {
  const atLeast: CapacityBand = { lowPerS: 200, midPerS: null, highPerS: null }
  const seen = pool(five.map((one) => ({ ...one, capacity: atLeast })))
  expect(load(seen, 'a').limiting).toEqual({ low: 0, mid: null, high: 0.75 })
  expect(riskTier(load(seen, 'a').limiting, 3).tier).toBe('ok')
  expect(riskTier(load({ ...seen, requestsPerS: 900 }, 'a').limiting, 3).tier).toBe('unknown')
  const answer = headroomOf(seen)
  expect(answer).toMatchObject({ ok: true, headroom: { canLose: { low: 1, mid: null, high: null } } })
})

test.each([
  [0.79, 3, 'ok'],
  [0.8, 3, 'watch'],
  [0.9, 3, 'warn'],
  [0.9, 1, 'critical'],
  [0.89, 1, 'watch'],
  [1, null, 'critical'],
] as const)('ρ₁ %f with %s strikes left is %s', (mid, strikes, tier) => {
  const answer = riskTier({ low: mid - 0.1, mid, high: mid + 0.1 }, strikes)
  expect(answer.tier).toBe(tier)
  expect(riskTier(null, strikes).tier).toBe('unknown')
})
