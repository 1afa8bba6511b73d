/** Something that changed at a load balancer, once, however many sources told of it. */

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
  loadBalancer: string
  pool: string | null
  server: string | null
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
