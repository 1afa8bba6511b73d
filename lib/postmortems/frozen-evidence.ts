/** Everything that a postmortem rests on, as it was known at its creation; refers to nothing outside itself. */

import type { Incident } from '../model/incident.ts'
import type { LbEvent } from '../model/lb-event.ts'
import type { SourceHealth } from '../model/source-health.ts'
import type { StripSecond } from '../views/live-view.ts'
import type { NetworkSecond } from '../views/network-view.ts'

export const EVIDENCE_FORMAT = 'polygraph-evidence/1'

/** Before the incident, and after its end. */
export const MARGIN_BEFORE_MS = 60_000
export const MARGIN_AFTER_MS = 30_000
/** A longer incident is kept from its beginning: that is where the cause is. */
export const WINDOW_LONGEST_MS = 3_600_000
export const EVENTS_MOST = 5_000
export const POOLS_MOST = 20
export const ADDRESSES_MOST = 8

export type FrozenSource = Pick<
  SourceHealth,
  | 'name'
  | 'kind'
  | 'loadBalancer'
  | 'state'
  | 'lastReadingAtMs'
  | 'lagMs'
  | 'readings'
  | 'rejects'
  | 'losses'
  | 'clockOffsetMs'
  | 'clockErrorMs'
>

export type FrozenPool = { pool: string; resolutionS: number; seconds: StripSecond[] }
/** `address` is empty for all hosts together. */
export type FrozenNetwork = { address: string; seconds: NetworkSecond[] }
/** Nothing is known of the subject in this stretch. */
export type StatedGap = {
  channel: 'pool' | 'network'
  subject: string
  fromMs: number
  toMs: number
}
/** A person's word about a moment. */
export type FrozenAnnotation = { id: string; atMs: number; by: string; text: string }

export type FrozenEvidence = {
  format: typeof EVIDENCE_FORMAT
  /** Random, so that the hash tells nothing of what a redacted copy leaves out. */
  salt: string
  frozenAtMs: number
  window: { fromMs: number; toMs: number }
  incidents: Incident[]
  /** Oldest first. */
  events: LbEvent[]
  pools: FrozenPool[]
  networks: FrozenNetwork[]
  annotations: FrozenAnnotation[]
  gaps: StatedGap[]
  sources: FrozenSource[]
  versions: {
    polygraph: string
    loadBalancers: { name: string; version: string | null }[]
    hosts: { name: string; kernel: string | null; agent: string | null }[]
  }
  /** Every name known at that time, so that a shared copy can hide what people write; never part of one. */
  names: { hosts: string[]; pools: string[]; servers: string[] }
  /** Sentences: what reached a limit and was cut. */
  cuts: string[]
}
