/** One second of every pool, as it is stored. */

import { CLAIM_KINDS } from '../model/claim-kinds.ts'
import type { PoolSample, ServerSample } from '../model/server-sample.ts'
import type { PoolView, ServerNumbers } from '../views/live-view.ts'

function toSample(numbers: ServerNumbers, claim: number): ServerSample {
  const [sessions, requestRate, failureRate, queue, responseTimeMs] = numbers
  return { sessions, requestRate, failureRate, queue, responseTimeMs, claim }
}

/** Pools whose load balancer is silent are left out: a gap stays a gap. */
export function toSamples(pools: readonly PoolView[], second: number): PoolSample[] {
  return pools
    .filter((pool) => pool.fresh)
    .map((pool) => ({
      pool: pool.id,
      startMs: second * 1000,
      resolutionS: 1,
      total: toSample(
        pool.numbers,
        pool.status?.startsWith('DOWN') ? CLAIM_KINDS.indexOf('down') : CLAIM_KINDS.indexOf('up'),
      ),
      servers: new Map(
        pool.servers.map((server) => [
          server.name,
          toSample(server.numbers, CLAIM_KINDS.indexOf(server.claim.kind)),
        ]),
      ),
    }))
}
