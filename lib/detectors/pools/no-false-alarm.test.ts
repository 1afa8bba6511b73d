/** Healthy pools of all sizes and loads, with the errors that every site has: nothing is alarming about them. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { World } from '../../model/load-balancer.ts'
import type { RequestRecord } from '../../model/log-record.ts'
import { judgeLoadBalancer } from '../../pipeline/judge-load-balancer.ts'
import { applyLog } from '../../state/apply-log.ts'
import { createPool, createServer, createWorld, loadBalancerOf } from '../../state/create-world.ts'
import { detectPools } from './detect-pools.ts'
import { createPoolMemory } from './pool-memory.ts'

const START_MS = 1_790_000_000_000
const STEP_MS = 250
const SECONDS = 25

function random(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

function record(server: string, atMs: number, failed: boolean, client: number): RequestRecord {
  return {
    ...{ kind: 'request', atMs, format: 'haproxy-http', frontend: 'fe', tls: false, pool: 'app', server },
    ...{ client: { ip: `10.0.0.${client}`, port: 1 }, bytes: 9, loggedEarly: false, truncated: false },
    ...{ timers: { requestMs: 0, queueMs: 0, connectMs: 0, responseMs: 9, totalMs: 9 }, termination: '--VN' },
    ...{ connections: null, retries: 0, redispatched: false, queue: null, status: failed ? 500 : 200 },
    ...{ requestCookie: null, responseCookie: null, requestHeaders: null, responseHeaders: ['"v1"'] },
    ...{ method: 'GET', uri: '/', httpVersion: 'HTTP/1.1' },
  } as RequestRecord
}

function siteOf(servers: number): World {
  const world = createWorld()
  const lb = loadBalancerOf(world, 'lb1')
  const pool = createPool('app')
  lb.pools.set('app', pool)
  for (let at = 0; at < servers; at++) {
    const server = createServer(`web${at}`, START_MS)
    server.claim = { ...server.claim, kind: 'up', status: 'UP' }
    pool.servers.set(server.name, server)
  }
  return world
}

const site = fc.record({
  servers: fc.integer({ min: 1, max: 8 }),
  perSecond: fc.double({ min: 0.2, max: 20, noNaN: true }),
  failing: fc.double({ min: 0, max: 0.02, noNaN: true }),
  seed: fc.integer({ min: 1, max: 2 ** 31 }),
})

test('random healthy traffic raises no alarm', () => {
  fc.assert(
    fc.property(site, ({ servers, perSecond, failing, seed }) => {
      const world = siteOf(servers)
      const lb = world.loadBalancers.get('lb1')!
      const memory = createPoolMemory()
      const chance = random(seed)
      for (let nowMs = START_MS; nowMs < START_MS + SECONDS * 1000; nowMs += STEP_MS) {
        for (let at = 0; at < servers; at++)
          for (let owed = (perSecond * STEP_MS) / 1000; owed > 0; owed--)
            if (chance() < owed) {
              const asked = record(`web${at}`, nowMs - 9, chance() < failing, Math.floor(chance() * 200))
              const reading = {
                kind: 'log',
                source: 'log',
                loadBalancer: 'lb1',
                atMs: nowMs,
                record: asked,
                shifted: false,
              } as const
              applyLog(world, reading, 'lb1')
            }
        if (nowMs % 1000 === 0) judgeLoadBalancer(lb, { nowMs, fresh: true })
        const drafts = detectPools(world, memory, nowMs, () => 1000) ?? []
        expect(drafts.filter((one) => one.severity !== 'info').map((one) => one.text)).toEqual([])
      }
    }),
    { numRuns: 8, seed: 42 },
  )
})
