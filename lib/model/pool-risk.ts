/** What would become of a pool that loses servers, with the estimates it rests on. */

import type { Band } from './band.ts'

export type RiskTier = 'calm' | 'watch' | 'warn' | 'critical' | 'unknown'

/** What one server can serve, by one way of telling. */
export type CapacityEstimate = {
  source: 'stated' | 'seen-full' | 'configured-limit' | 'observed-peak' | 'response-time-under-load'
  /** Null: it stands for all servers of the pool. */
  server: string | null
  lowPerS: number
  /** Null: what was seen says only "at least". */
  highPerS: number | null
  assumption: string
}

export type Loss = {
  /** How many are lost, and which: the worst of that number. */
  k: number
  servers: string[]
  /** Load on the survivors together, 1 is all they can serve; and on the one hit hardest. */
  load: Band
  hottest: { server: string; load: Band } | null
}

export type Strikes = {
  server: string
  left: number
  of: number
  /** From now until it is evicted if it goes on failing; null while no check has failed. */
  evictedInMs: { fromMs: number; toMs: number } | null
}

/** A server that hangs for `forMs` and then goes on: whether its checks evict it, and how long it is then away. */
export type Stall = {
  server: string
  forMs: number
  /** Chance of its eviction; nothing where its check does not notice. */
  evicted: Band
  /** No shorter stall evicts it, every one as long as `alwaysMs` does; null where its check notices none. */
  evicts: { shortestMs: number; alwaysMs: number } | null
  /** Out of rotation, should it be evicted; null where it cannot be. */
  awayMs: { fromMs: number; toMs: number } | null
}

export type PoolRisk = {
  atMs: number
  tier: RiskTier
  /** Why nothing can be said; null where something can. */
  unknown: string | null
  requestsPerS: number
  /** Attempts a request takes, retries and redispatches included. */
  attemptsPerRequest: number
  servers: number
  capacities: CapacityEstimate[]
  /** The one that was used. */
  capacityBy: CapacityEstimate['source'] | null
  /** k = 1 first. */
  losses: Loss[]
  /** How many it can lose: 0 where none. */
  survives: Band
  /** Factor by which the load can grow with all servers there. */
  headroom: Band
  strikes: Strikes[]
  /** Of a further eviction after the loss of one; `runs` 0: by formula, the simulation is still to come. */
  furtherEviction: { withinMs: number; chance: Band; runs: number } | null
  assumptions: string[]
}
