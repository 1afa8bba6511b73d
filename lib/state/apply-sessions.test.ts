import { expect, test } from 'vitest'
import type { SessionsReading } from '../model/stats-reading.ts'
import { applySessions, LEG_KEPT_MS } from './apply-sessions.ts'
import { createWorld } from './create-world.ts'

const session = (client: string, local: string | null = '10.0.0.1:5') => ({
  client,
  listener: '10.0.0.100:443',
  pool: 'web',
  server: 'web1',
  local,
  remote: local && '10.0.1.1:80',
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
  applySessions(world, reading(1_500 + LEG_KEPT_MS))
  expect(legs()).toEqual(['a:1 10.0.0.100:443'])
})
