/** What a finding of a pool is about: pools and servers, and the load balancers that tell of them. */

import type { Finding } from '../model/finding.ts'

export type PoolScope = {
  loadBalancers: Set<string>
  /** By name alone: two load balancers of one site have the same pools. */
  pools: Set<string>
  servers: Set<string>
}

/** `lb1/app/web1`; names of pools and servers hold no slash. */
export function poolScopeOf({ subjects }: Finding): PoolScope {
  const scope: PoolScope = { loadBalancers: new Set(), pools: new Set(), servers: new Set() }
  for (const { type, id } of subjects) {
    if (type === 'load-balancer') scope.loadBalancers.add(id)
    if (type !== 'pool' && type !== 'server') continue
    const [lb, pool, server] = id.split('/')
    if (lb) scope.loadBalancers.add(lb)
    if (pool) scope.pools.add(pool)
    if (server) scope.servers.add(server)
  }
  return scope
}
