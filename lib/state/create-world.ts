/** Empty nouns, and the ones that a name stands for, made where they are missing. */

import type { LoadBalancer, World } from '../model/load-balancer.ts'
import type { Pool } from '../model/pool.ts'
import type { Server } from '../model/server.ts'

export function createWorld(): World {
  return { loadBalancers: new Map(), hosts: new Map() }
}

export function loadBalancerOf(world: World, name: string): LoadBalancer {
  const known = world.loadBalancers.get(name)
  if (known) return known
  const created: LoadBalancer = {
    name,
    version: null,
    node: null,
    processes: new Map(),
    oldWorkers: [],
    statsAtMs: null,
    logAtMs: null,
    pools: new Map(),
  }
  world.loadBalancers.set(name, created)
  return created
}

export function createPool(name: string): Pool {
  return {
    name,
    status: null,
    up: null,
    mode: null,
    algorithm: null,
    gauges: null,
    counters: new Map(),
    rates: null,
    workers: new Map(),
    servers: new Map(),
  }
}

/** Nothing is claimed of it yet; `atMs` is when it was first heard of. */
export function createServer(name: string, atMs: number): Server {
  return {
    name,
    address: null,
    backup: false,
    claim: { status: 'unknown', kind: 'unknown', rising: null, by: null, via: null },
    claimSinceMs: atMs,
    claimErrorMs: 0,
    claimSeenAtMs: 0,
    weight: null,
    userWeight: null,
    check: null,
    agent: null,
    tracked: null,
    mode: null,
    gauges: null,
    counters: new Map(),
    rates: null,
    workers: new Map(),
    traffic: { stats: [], log: [] },
    consecutiveFailures: 0,
    verdict: { kind: 'unknown', reason: 'nothing heard yet', rule: 'no-claim', sinceMs: atMs },
  }
}
