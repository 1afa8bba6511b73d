/** What detectors of pools remember between two looks; made once and passed in. */

import type { FindingDraft } from '../finding-draft.ts'
import type { RiskWatch } from './detect-cascade-risk.ts'
import type { Flaps } from './detect-flapping.ts'
import type { QueueLooks } from './detect-queue-saturation.ts'
import type { FailingCheck } from './failing-checks.ts'
import type { Charges } from './watch-charges.ts'
import type { EvictionWatch } from './watch-evictions.ts'

export type PoolMemory = {
  /** When the pools were last looked at. */
  lookedAtMs: number
  /** By load balancer: the newest statistics that were looked at. */
  statsSeenMs: Map<string, number>
  /** By pool: its last look. */
  poolSeenMs: Map<string, number>
  /** Pools that must be looked at again by then, without any news of them. */
  againAtMs: Map<string, number>
  /** What was true of each pool at its last look. */
  drafts: Map<string, FindingDraft[]>
  /** What was told last of each finding, and when: words are not changed at every look. */
  told: Map<string, { draft: FindingDraft; atMs: number }>
  /** By pool: since when its checks prove nothing of the application. */
  unprovenSinceMs: Map<string, number>
  /** By server. */
  flaps: Map<string, Flaps>
  /** By server: since when its check fails, and how. */
  failingChecks: Map<string, FailingCheck>
  queues: Map<string, QueueLooks>
  /** By server: what its statistics charged it with, oldest first. */
  charges: Map<string, Charges[]>
  /** By pool: what its last comparison of pages came to. */
  divergent: Map<string, { atMs: number; drafts: FindingDraft[] }>
  /** By pool: since when the loss of one more would overrun it, and whom checks have evicted. */
  risks: Map<string, RiskWatch>
  evictions: Map<string, EvictionWatch>
  /** Pools that have been seen with a server. */
  servedPools: Set<string>
}

export const createPoolMemory = (): PoolMemory => ({
  lookedAtMs: 0,
  statsSeenMs: new Map(),
  poolSeenMs: new Map(),
  againAtMs: new Map(),
  drafts: new Map(),
  told: new Map(),
  unprovenSinceMs: new Map(),
  flaps: new Map(),
  failingChecks: new Map(),
  queues: new Map(),
  charges: new Map(),
  divergent: new Map(),
  risks: new Map(),
  evictions: new Map(),
  servedPools: new Set(),
})

/** A pool that is no longer there on purpose. */
export function forgetPool(memory: PoolMemory, id: string): void {
  for (const map of [
    memory.poolSeenMs,
    memory.againAtMs,
    memory.drafts,
    memory.unprovenSinceMs,
    memory.queues,
    memory.divergent,
    memory.risks,
    memory.evictions,
  ])
    map.delete(id)
  memory.servedPools.delete(id)
  for (const map of [memory.flaps, memory.failingChecks, memory.charges])
    for (const key of map.keys()) if (key.startsWith(`${id}/`)) map.delete(key)
}
