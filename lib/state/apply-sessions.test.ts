import { expect, test } from 'vitest'
import type { SessionsReading } from '../model/stats-reading.ts'
import { applySessions } from './apply-sessions.ts'
import { createWorld } from './create-world.ts'
import { LEG_KEPT_MS } from './keep-leg.ts'

const session = (client: string, local: string | null = '10.0.0.1:5') => ({
  client,
  listener: '10.0.0.100:443',
  pool: 'web',
  server: 'web1',
  local,
  remote: local && '10.0.1.1:80',
  startedAtMs: 500,
  startedErrorMs: 1,
  bytesIn: 10,
  bytesOut: 10,
})
const reading = (atMs: number, ...sessions: SessionsReading['sessions']): SessionsReading => ({
  kind: 'sessions',
  source: 'lb1',
  loadBalancer: 'lb1',
  worker: null,
  atMs,
  sessions,
})

test('a pair outlives its session for a while; one without a server is none', () => {
  const world = createWorld()
  const legs = () => [...(world.loadBalancers.get('lb1')?.legs?.keys() ?? [])]
  applySessions(world, reading(1_000, session('a:1'), session('b:1'), session('c:1', null)))
  applySessions(world, reading(2_000, session('a:1', '10.0.0.1:6')))
  expect(legs()).toEqual(['b:1 10.0.0.100:443', 'a:1 10.0.0.100:443'])
  expect(world.loadBalancers.get('lb1')?.legs?.get('a:1 10.0.0.100:443')?.local).toBe('10.0.0.1:6')
  applySessions(world, reading(1_500 + LEG_KEPT_MS, session('c:1', '10.0.0.1:7')))
  expect(legs()).toEqual(['a:1 10.0.0.100:443', 'c:1 10.0.0.100:443'])
})

const apply = (
  world: ReturnType<typeof createWorld>,
  atMs: number,
  ...sessions: SessionsReading['sessions']
) =>
  applySessions(world, reading(atMs, ...sessions)).map(({ session, endedAtMs }) => [
    session.client,
    endedAtMs,
  ])

test('what is no longer listed has ended between the two looks', () => {
  const world = createWorld()
  expect(apply(world, 1_000, session('a:1'), session('b:1'))).toEqual([])
  expect(apply(world, 2_000, session('a:1'))).toEqual([['b:1', 1_500]])
})

test('the next session on a client’s connection is another one', () => {
  const world = createWorld()
  apply(world, 1_000, session('a:1'))
  expect(apply(world, 9_000, { ...session('a:1'), startedAtMs: 8_000 })).toEqual([['a:1', 5_000]])
})

test('bytes that moved since the look before say when it was last busy; the short form leaves them as they were', () => {
  const world = createWorld()
  const known = () => world.loadBalancers.get('lb1')?.sessions?.get(' a:1')
  apply(world, 1_000, session('a:1'))
  expect(known()?.movedAtMs).toBeNull()
  apply(world, 2_000, { ...session('a:1'), bytesOut: 11 })
  apply(world, 3_000, { ...session('a:1'), bytesIn: null, bytesOut: null, listener: null, local: null })
  expect(known()).toMatchObject({ movedAtMs: 2_000, bytesOut: 11, local: '10.0.0.1:5', seenAtMs: 3_000 })
})

test('an answer that was cut ends nothing', () => {
  const world = createWorld()
  apply(world, 1_000, session('a:1'))
  expect(applySessions(world, { ...reading(2_000), partial: true })).toEqual([])
})
