import { expect, test } from 'vitest'
import type { Drain, DrainSession } from '../../model/drain.ts'
import type { LoadBalancer } from '../../model/load-balancer.ts'
import { detectCutDrain, TOLD_MS } from './detect-cut-drain.ts'
import { detectStuckDrain } from './detect-stuck-drain.ts'
import type { PoolScene } from './pool-scene.ts'

const AT = 1_000_000
const session: DrainSession = {
  ...{ client: '10.0.0.9:50001', leg: null, ageMs: 10_800_000, idleMs: 120_000, bytesIn: 1, bytesOut: 1 },
  ...{ command: { host: 'bastion', tty: 'pts/3', command: 'vim' }, chanceAtDeadline: null },
}
const drain = (given: Partial<Drain>): Drain => ({
  ...{ id: 'lb1/app/web1 1', loadBalancer: 'lb1', pool: 'app', server: 'web1', how: 'drain' },
  ...{ startedAtMs: AT - 60_000, startedErrorMs: 0, deadlineMs: null, deadlineFrom: null, curve: [] },
  ...{ sessionsAtStart: 10, sessionsLeft: 2, stickyArrivals: 0, sessions: [session], forecast: null },
  ...{ verdict: 'running', cut: null, stuck: null, endedAtMs: null },
  ...given,
})
function scene(given: Partial<Drain>, fresh = true): PoolScene {
  const lb = { name: 'lb1', drains: new Map([['1', drain(given)]]) } as unknown as LoadBalancer
  const world = { loadBalancers: new Map([['lb1', lb]]), hosts: new Map() }
  return { world, nowMs: AT, isFresh: () => fresh } as unknown as PoolScene
}
const cut = (total: number, by: Record<string, number> = { K: total }) => ({
  cut: { total, by, firstAtMs: AT - 2_000, lastAtMs: AT - 1_000 },
})

test.each([
  [1, 'warning'],
  [4, 'warning'],
  [5, 'critical'],
])('%i of 10 cut: %s', (total, severity) => {
  const [found] = detectCutDrain(scene({ ...cut(total), verdict: 'cut-short' }))
  expect(found).toMatchObject({ kind: 'cut-drain', severity, startedAtMs: AT - 2_000, facts: { cause: 'K' } })
  expect(found?.subjects.map((one) => one.id)).toEqual(['lb1/app/web1', 'lb1/app', 'lb1'])
})

test('who cut is said in words', () => {
  const [found] = detectCutDrain(scene(cut(3, { D: 1, 'process gone': 2 })))
  expect(found?.text).toBe(
    'The drain of app/web1 was cut short: 3 sessions of 10 lost, 1 killed when the server was marked down (D), 2 gone with a process',
  )
})

test('a drain that cut nobody, or whose end was told for long enough, is no finding', () => {
  expect(detectCutDrain(scene({ verdict: 'clean', endedAtMs: AT }))).toEqual([])
  const longAgo = AT - TOLD_MS - 1
  expect(detectCutDrain(scene({ cut: { ...cut(3).cut, lastAtMs: longAgo }, endedAtMs: longAgo }))).toEqual([])
})

test('a stuck drain names whom it waits for', () => {
  const [found] = detectStuckDrain(scene({ stuck: { why: 'nobody-leaves', sinceMs: AT - 30_000 } }))
  expect(found).toMatchObject({ kind: 'stuck-drain', severity: 'warning', rule: 'drain-nobody-leaves' })
  expect(found?.text).toBe(
    'The drain of app/web1 is stuck: 2 sessions left and nobody leaves; longest 10.0.0.9:50001 (vim on bastion), open for 3 h, idle for 2 min',
  )
  expect(detectStuckDrain(scene({ stuck: { why: 'nobody-leaves', sinceMs: 0 } }, false))).toEqual([])
})
