/** What an input changed in the world, for those who draw or store it. */

export type Changes = {
  loadBalancer: string
  /** `loadBalancer/pool/server` whose words changed: claim, address, weight, check. Numbers change with every poll. */
  servers: Set<string>
  /** `loadBalancer/pool` that are new or gone, whose members or whose own words changed. */
  pools: Set<string>
  /** True where the load balancer's own words changed: version, processes, old workers. */
  loadBalancerChanged: boolean
}

export function noChanges(loadBalancer: string): Changes {
  return { loadBalancer, servers: new Set(), pools: new Set(), loadBalancerChanged: false }
}

export function serverKey(loadBalancer: string, pool: string, server: string): string {
  return `${loadBalancer}/${pool}/${server}`
}

export function poolKey(loadBalancer: string, pool: string): string {
  return `${loadBalancer}/${pool}`
}
