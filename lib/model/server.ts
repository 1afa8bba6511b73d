/** A pool's member as now known: what is claimed, what its traffic says, and how we know. */

import type { Claim, ClaimKind } from './claim.ts'
import type { ServerLoad } from './pool-load.ts'
import type { ProbeState } from './probe.ts'
import type { CheckReading, Counters, Gauges } from './stats-reading.ts'
import type { TrafficDetail } from './traffic-detail.ts'
import type { Verdict } from './verdict.ts'

/** What one second of traffic to a server, or to a pool, amounted to. */
export type TrafficSecond = {
  /** Epoch second. */
  second: number
  /** Finished requests (HTTP) or sessions (TCP), failed ones included. */
  requests: number
  /** 5xx, refused, reset, timed out, redispatched away. */
  failures: number
  /** Failures that never had a connection: refused, timed out or taken to another server; absent for none. */
  unconnected?: number
}

export type ServerRates = {
  requestRate: number
  failureRate: number
  bytesInRate: number
  bytesOutRate: number
}

/** The newest numbers of one worker, to take the next rates from and to sum over workers. */
export type WorkerNumbers = { atMs: number; counters: Counters; gauges: Gauges; rates: ServerRates | null }

/** Users whom a stick table binds to a server; `serving`: the newest count while it was in rotation. */
export type BoundUsers = { users: number; atMs: number; serving: { users: number; atMs: number } | null }

export type Server = {
  name: string
  address: string | null
  backup: boolean
  claim: Claim
  /** When the claim became what it is, and how far off that may be. */
  claimSinceMs: number
  claimErrorMs: number
  /** The newest moment the claim was confirmed by any source. */
  claimSeenAtMs: number
  weight: number | null
  userWeight: number | null
  check: CheckReading | null
  agent: CheckReading | null
  tracked: string | null
  /** Value of the persistence cookie that names it; absent where statistics do not tell. */
  cookie?: string | null
  mode: string | null
  gauges: Gauges | null
  /** Last absolute counters per worker, to take rates from. */
  counters: Map<string, Counters>
  rates: ServerRates | null
  /** By worker name, where statistics are polled. */
  workers?: Map<string, WorkerNumbers>
  /** Each worker's own word, where statistics are polled. */
  claims?: Map<string, { kind: ClaimKind; atMs: number }>
  /** Newest last, at most `TRAFFIC_WINDOW_S` long; stats and log counted apart, never added. */
  traffic: { stats: TrafficSecond[]; log: TrafficSecond[] }
  /** Failures in a row by the log, broken by one success. */
  consecutiveFailures: number
  /** What the log tells beyond that; absent before its first line. */
  detail?: TrafficDetail
  /** Direct probes, where they are configured. */
  probe?: ProbeState
  /** What it carried, second by second; absent before any. */
  load?: ServerLoad
  /** Absent where no stick table binds anybody to it. */
  bound?: BoundUsers
  verdict: Verdict
}
