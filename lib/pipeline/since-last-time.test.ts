import { expect, test } from 'vitest'
import type { LbEvent } from '../model/lb-event.ts'
import type { ServerReading, StatsReading } from '../model/stats-reading.ts'
import type { LiveSnapshot } from '../views/live-view.ts'
import { answerOfLastTime, withLaterEvents, withUnheard } from './since-last-time.ts'

const AT = 1_700_000_000_000
const shown = (name: string, kind: string, weight = 1) => ({ name, claim: { status: kind, kind }, weight })
const snapshot = {
  atMs: AT,
  pools: [{ id: 'lb1/app', loadBalancer: 'lb1', name: 'app', servers: [shown('a', 'up'), shown('b', 'up')] }],
} as unknown as LiveSnapshot
const event = (observedAtMs: number, kind: string, to: string) =>
  ({ kind, to, observedAtMs, loadBalancer: 'lb1', pool: 'app', server: 'a' }) as LbEvent
const row = (server: string, kind: string, weight = 1) =>
  ({
    pool: 'app',
    server,
    claim: { status: kind, kind },
    weight,
    userWeight: weight,
    throttlePercent: null,
  }) as ServerReading
const next = (...servers: ServerReading[]) =>
  ({ loadBalancer: 'lb1', atMs: AT + 60_000, servers }) as StatsReading
const kinds = (answer: StatsReading | null) => answer?.servers.map((one) => one.claim.kind)

test('an event after the last kept picture amends it: its own undoing while away is news', () => {
  const later = withLaterEvents(snapshot, [
    event(AT + 1500, 'server-state', 'maint'),
    event(AT + 700, 'server-state', 'drain'),
  ])
  expect(kinds(answerOfLastTime(later, next(row('a', 'up'), row('b', 'up'))))).toEqual(['maint', 'up'])
})

test('an event before the picture is in it already', () => {
  const same = withLaterEvents(snapshot, [event(AT - 1, 'server-state', 'maint')])
  expect(same).toBe(snapshot)
})

test('a weight that changed while away differs from the one last shown', () => {
  const before = answerOfLastTime(snapshot, next(row('a', 'up', 0), row('b', 'up')))
  expect(before?.servers.map((one) => [one.weight, one.userWeight])).toEqual([
    [1, 1],
    [1, 1],
  ])
})

test('a slow start is no change of weight', () => {
  const slow = { ...row('a', 'up', 0), userWeight: 100, throttlePercent: 3 }
  expect(answerOfLastTime(snapshot, next(slow))?.servers[0]?.userWeight).toBe(100)
})

test('a load balancer that was not known then has no answer of last time', () => {
  expect(answerOfLastTime(snapshot, { ...next(row('a', 'up')), loadBalancer: 'lb2' })).toBeNull()
})

test('what is kept before anything is heard is what was known last time, as not known now', () => {
  const empty = { atMs: AT + 9_000, pools: [] as unknown[] } as LiveSnapshot
  const kept = withUnheard(empty, snapshot, ['lb1'])
  expect(kept?.pools.map(({ id, fresh }) => [id, fresh])).toEqual([['lb1/app', false]])
  expect(withUnheard(empty, snapshot, ['lb2'])?.pools).toEqual([])
  expect(withUnheard(snapshot, snapshot, ['lb1'])).toBe(snapshot)
})

test('a picture that was never drawn is not kept', () => {
  expect(withUnheard({ ...snapshot, atMs: 0 }, snapshot, ['lb1'])).toBeNull()
})
