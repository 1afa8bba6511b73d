/** Something that changed at a load balancer or a host, once, however many sources told of it. */

import type { ClaimKind } from './claim.ts'

export type LbEventKind =
  | 'server-state'
  | 'health-check'
  | 'server-weight'
  | 'server-address'
  | 'server-added'
  | 'server-removed'
  | 'pool-state'
  | 'proxy-state'
  | 'process-started'
  | 'process-stopping'
  | 'verdict'
  | 'host-address'
  | 'host-neighbour'
  | 'host-link'
  | 'host-route'
  | 'host-process'
  | 'host-vrrp'
  | 'host-agent'
  | 'finding'
  | 'source-lost'
  | 'source-recovered'

export type LbEvent = {
  id: string
  kind: LbEventKind
  /** Best estimate on this host's clock, epoch ms, and how far off it may be. */
  atMs: number
  errorMs: number
  /** When Polygraph first knew. */
  observedAtMs: number
  /** Empty for what happened at a host. */
  loadBalancer: string
  pool: string | null
  server: string | null
  /** The host that told of it, for what an agent saw; absent for what load balancers tell. */
  host?: string | null
  /** What at that host: an address, a link, a process, a finding's id. */
  about?: string | null
  /** Claim kinds for states, numbers as text for weights, words otherwise. */
  from: ClaimKind | string | null
  to: ClaimKind | string | null
  /** HAProxy's words, where it gave any. */
  reason: string | null
  code: number | null
  info: string | null
  checkDurationMs: number | null
  changedFrom: string | null
  via: string | null
  /** Names of every source that told of it. */
  seenBy: string[]
  /** One plain sentence. */
  text: string
}
