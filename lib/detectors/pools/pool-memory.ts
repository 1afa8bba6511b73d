/** What detectors of pools remember between two looks; made once and passed in. */

import type { FindingDraft } from '../finding-draft.ts'

export type PoolMemory = {
  /** When the pools were last looked at. */
  lookedAtMs: number
  /** By load balancer: the newest statistics that were looked at. */
  statsSeenMs: Map<string, number>
  /** Pools that must be looked at again by then, without any news of them. */
  againAtMs: Map<string, number>
  /** What was true of each pool at its last look. */
  drafts: Map<string, FindingDraft[]>
}

export const createPoolMemory = (): PoolMemory => ({
  lookedAtMs: 0,
  statsSeenMs: new Map(),
  againAtMs: new Map(),
  drafts: new Map(),
})
