import { expect, test } from 'vitest'
import type { Claim } from '../model/claim.ts'
import type { Server } from '../model/server.ts'
import { parseStats } from '../sources/haproxy/stats/parse-stats.ts'
import { applyStats } from '../state/apply-stats.ts'
import { createServer, createWorld } from '../state/create-world.ts'
import { checkProves, strikesLeft } from './check-facts.ts'

/** A server as HAProxy's own columns make it. */
function server(status: string, check: string, health = 4, more = ''): Server {
  const header =
    '# pxname,svname,status,weight,type,check_status,check_code,check_rise,check_fall,check_health,tracked,'
  const text = `${header}\napp,web1,${status},1,2,${check},${check === 'L7OK' ? 200 : ''},2,3,${health},${more},\n\n`
  const world = createWorld()
  const { reading, rejects } = parseStats(text, { source: 's', loadBalancer: 'lb', atMs: 1000 })
  expect(rejects).toEqual([])
  applyStats(world, reading!)
  return world.loadBalancers.get('lb')!.pools.get('app')!.servers.get('web1')!
}

test('a check proves only what it reached', () => {
  expect(checkProves(server('UP', 'L7OK'))).toBe('application answers 200')
  expect(checkProves(server('UP', 'L7OKC'))).toBe('application answers (conditionally)')
  expect(checkProves(server('UP', 'L6OK'))).toBe('TLS handshake')
  expect(checkProves(server('UP', 'L4OK'))).toBe('port only (L4)')
  expect(checkProves(server('UP', '* L4OK'))).toBe('port only (L4)')
  expect(checkProves(server('DOWN', 'L4CON', 0))).toBe('nothing: check fails (L4CON)')
  expect(checkProves(server('no check', ''))).toBe('nothing: no check')
  expect(checkProves(server('UP', '', 0, 'other/s1'))).toBe('tracks other/s1')
})

test('strikes left are health − rise + 1 while up, and nothing while down or unchecked', () => {
  expect(strikesLeft(server('UP', 'L7OK', 4))).toEqual({ left: 3, of: 3 })
  expect(strikesLeft(server('UP 1/3', 'L7STS', 2))).toEqual({ left: 1, of: 3 })
  expect(strikesLeft(server('DOWN', 'L7STS', 0))).toBeNull()
  expect(strikesLeft(server('no check', ''))).toBeNull()
  const logged = { ...createServer('a', 0), claim: { status: 'UP', kind: 'up' } as Claim }
  expect(strikesLeft(logged)).toBeNull()
  expect(checkProves(logged)).toBe('not known from logs')
})
