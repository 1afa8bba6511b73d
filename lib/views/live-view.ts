/** What the live page draws, and the two messages that keep it current. */

import type { ClaimKind } from '../model/claim.ts'
import type { Drain } from '../model/drain.ts'
import type { PoolRisk } from '../model/pool-risk.ts'
import type { SourceHealth } from '../model/source-health.ts'
import type { Verdict } from '../model/verdict.ts'
import type { HostView, IncidentView, NetworkSecond, VipView } from './network-view.ts'

export type ServerView = {
  name: string
  address: string | null
  backup: boolean
  /** HAProxy's word, verbatim, and its meaning. */
  claim: { status: string; kind: ClaimKind }
  claimSinceMs: number
  verdict: Verdict
  weight: number | null
  /** Failed checks that this server can still take; null where it is not checked or not up. */
  strikes: { left: number; of: number } | null
  /** What a passing check proves, in words: `application answers 200`, `port only (L4)`, `nothing: no check`. */
  checkProves: string
  /** HAProxy's last check result in words, where there is one. */
  lastCheck: string | null
  numbers: ServerNumbers
}

/** sessions, requests/s, failures/s, queue, response time ms, bytes out/s; null where it does not apply. */
export type ServerNumbers = [
  sessions: number | null,
  requestRate: number | null,
  failureRate: number | null,
  queue: number | null,
  responseTimeMs: number | null,
]

export type PoolView = {
  /** `loadBalancer/pool`. */
  id: string
  loadBalancer: string
  name: string
  mode: string | null
  status: string | null
  /** False when the load balancer's word is older than the limit: then nothing here is known to be so. */
  fresh: boolean
  numbers: ServerNumbers
  servers: ServerView[]
  /** Absent until it has been worked out. */
  risk?: PoolRisk
  /** Running ones, and those that ended in the last ten minutes; absent where there are none. */
  drains?: Drain[]
}

export type LoadBalancerView = {
  name: string
  version: string | null
  node: string | null
  processes: { pid: number | null; startedAtMs: number | null; stopping: boolean }[]
  oldWorkers: { pid: number; connections: number | null; sinceMs: number }[]
  fresh: boolean
  lastReadingAtMs: number | null
}

export type EventView = {
  id: string
  kind: string
  atMs: number
  errorMs: number
  observedAtMs: number
  loadBalancer: string
  pool: string | null
  server: string | null
  /** What an agent saw: at which host, and what of it (an address, a link, a finding's id). */
  host?: string
  about?: string
  from: string | null
  to: string | null
  text: string
  /** HAProxy's reason and info joined, where there is one. */
  detail: string | null
  seenBy: string[]
}

export type SourceView = SourceHealth & { fresh: boolean }

/** The first line of the screen. */
export type Headline = {
  tone: 'lie' | 'problem' | 'calm' | 'unknown' | 'empty'
  /** Words drawn in the tone's colour, then the rest of the sentence. */
  lead: string
  rest: string
  /** The quieter second line: evidence, confidence, counts. */
  detail: string
}

/** One second of one pool on the strip chart. */
export type StripSecond = {
  second: number
  /** How many servers claimed each kind, by index in CLAIM_KINDS. */
  claims: number[]
  sessions: number | null
  requestRate: number | null
  failureRate: number | null
}

export type LiveSnapshot = {
  seq: number
  atMs: number
  headline: Headline
  loadBalancers: LoadBalancerView[]
  pools: PoolView[]
  /** Newest first, at most EVENT_TAPE. */
  events: EventView[]
  sources: SourceView[]
  /** Per pool id, oldest first, at most STRIP_SECONDS; missing seconds are gaps and drawn as gaps. */
  strips: Record<string, StripSecond[]>
  hosts: HostView[]
  vips: VipView[]
  /** Open ones first, then the newest ended; at most LIVE_INCIDENTS. */
  incidents: IncidentView[]
  /** Per VIP, and `ALL_HOSTS`; as `strips`. */
  networkStrips: Record<string, NetworkSecond[]>
}

/** Changes since the update before; what is absent has not changed. */
export type LiveUpdate = {
  seq: number
  atMs: number
  headline?: Headline
  loadBalancers?: LoadBalancerView[]
  /** Whole pools that are new or whose members changed. */
  pools?: PoolView[]
  removedPools?: string[]
  /** Servers whose words changed: pool id, then index in `servers`. */
  servers?: [poolId: string, index: number, server: ServerView][]
  /** Numbers that changed: pool id, the pool's own, then pairs of server index and numbers. */
  numbers?: [poolId: string, pool: ServerNumbers, servers: [index: number, numbers: ServerNumbers][]][]
  /** A pool's drains, all of them, where any of them changed; none is an empty list. */
  drains?: [poolId: string, drains: Drain[]][]
  /** What a pool risks, where it moved. */
  risks?: [poolId: string, risk: PoolRisk][]
  /** Pools that became fresh or stale. */
  freshness?: [poolId: string, fresh: boolean][]
  /** New or amended events, by id. */
  events?: EventView[]
  sources?: SourceView[]
  /** One new second (or an amended one) per pool. */
  strips?: [poolId: string, StripSecond][]
  /** Whole lists, where any of it changed. */
  hosts?: HostView[]
  vips?: VipView[]
  incidents?: IncidentView[]
  /** One new second (or an amended one) per VIP. */
  networkStrips?: [vip: string, NetworkSecond][]
}

export const EVENT_TAPE = 200
export const STRIP_SECONDS = 300
