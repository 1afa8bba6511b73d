import { expect, test } from 'vitest'
import { type CascadeQuestion, quickCascade } from './quick-cascade.ts'

/** Four survivors of 4 threads × 40 ms, check 1 s/2. */
const ask = (mid: number, spread = 0, change: Partial<CascadeQuestion> = {}) =>
  quickCascade({
    afterLoss: { low: mid / (1 + spread), mid, high: mid / (1 - spread) },
    survivors: 4,
    capacityPerS: 100,
    serviceCv: 1,
    failingCheckMs: 1000,
    backlog: 128,
    queuesInHaproxy: false,
    timeToEvict: { minMs: 3000, maxMs: 4000 },
    untilLost: { minMs: 3000, maxMs: 4000 },
    returningRequests: 0,
    horizonMs: 60_000,
    ...change,
  })

test('measured: nothing follows at ρ₁ 0.85 and 0.95, all fall from 1.05 on', () => {
  expect(ask(0.85).chance.mid).toBeLessThan(0.01)
  expect(ask(0.95).chance.mid).toBeLessThan(0.1)
  for (const load of [1.05, 1.1, 1.175]) expect(ask(load).chance.mid).toBeGreaterThan(0.98)
})

test('more load, more chance; a later horizon too', () => {
  let before = 0
  for (let load = 0.7; load < 1.3; load += 0.02) {
    const { mid } = ask(load).chance
    expect(mid).toBeGreaterThanOrEqual(before - 1e-9)
    before = mid!
  }
  expect(ask(1, 0, { horizonMs: 600_000 }).chance.mid).toBeGreaterThan(
    ask(1, 0, { horizonMs: 20_000 }).chance.mid!,
  )
})

test('an uncertain capacity is a band of chance', () => {
  const { low, mid, high } = ask(1, 0.1).chance
  expect(low).toBeLessThan(0.1)
  expect(high).toBeGreaterThan(0.95)
  expect(mid).toBeGreaterThan(0.3)
  expect(mid).toBeLessThan(0.9)
})

test('the next eviction: the queue fills, then the checks fail; a pile that returns makes it sooner', () => {
  // Work piles up by 100 ms a second: 10 s to 1 s of it, and the two evictions of 3 to 4 s.
  const { nextEvictionMs } = ask(1.1, 0, { serviceCv: 0.01, survivors: 1e3 })
  expect(nextEvictionMs!.soonest).toBeGreaterThan(14_000)
  expect(nextEvictionMs!.latest).toBeLessThan(19_000)
  const piled = ask(1.1, 0, { returningRequests: 200 }).nextEvictionMs!
  expect(piled.soonest).toBeLessThan(ask(1.1).nextEvictionMs!.soonest)
  expect(piled.latest).toBe(ask(1.1).nextEvictionMs!.latest)
  expect(ask(0.6).nextEvictionMs).toBeNull()
})

test('maxconn keeps the queue where checks do not wait', () => {
  const kept = ask(1.5, 0.1, { queuesInHaproxy: true })
  expect(kept.chance).toEqual({ low: 0, mid: 0, high: 0 })
  expect(kept.assumptions[0]).toContain('timeout queue')
})

test('a capacity only known from below gives no middle', () => {
  const answer = ask(0, 0, { afterLoss: { low: 0, mid: null, high: 1.2 } })
  expect(answer.chance).toMatchObject({ low: 0, mid: null })
  expect(answer.chance.high).toBeGreaterThan(0.9)
  expect(answer.nextEvictionMs).toMatchObject({ latest: null })
})
