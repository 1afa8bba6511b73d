/** Servers as the pools show them now, for the probes. */

import type { PoolView } from '#lib/views/live-view'
import type { ProbedServer } from './probe-servers.ts'

/** Of a silent load balancer nothing is known, its addresses neither. */
export function toProbed(pools: readonly PoolView[]): ProbedServer[] {
  return pools
    .filter((pool) => pool.fresh)
    .flatMap((pool) =>
      pool.servers.map((server) => ({
        ...{ loadBalancer: pool.loadBalancer, pool: pool.name, server: server.name },
        ...{ address: server.address, claim: server.claim.kind },
      })),
    )
}
