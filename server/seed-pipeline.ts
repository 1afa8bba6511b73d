/** Gives the pipeline what was known when this installation was last running. */

import type { Pipeline } from '#lib/pipeline/create-pipeline'
import type { KeptWitnesses } from '#lib/pipeline/witnesses'
import { loadCapacity } from '#lib/store/load-capacity'
import { loadDrains } from '#lib/store/load-drains'
import { loadEvents } from '#lib/store/load-events'
import { loadHosts } from '#lib/store/load-hosts'
import { loadIncidents } from '#lib/store/load-incidents'
import { loadSnapshot } from '#lib/store/snapshot'
import type { Store } from '#lib/store/store'
import { EVENT_TAPE } from '#lib/views/live-view'
import { readKeptCapacity } from './kept-capacity.ts'
import { isKeptDrains } from './kept-drains.ts'

const EVENTS_MS = 86_400_000
/** Incidents that ended longer ago are not gone on with. */
const INCIDENTS_MS = 3_600_000
const MAX_INCIDENTS = 200
/** An event of a host whose clock is ahead may be dated a little later than now. */
const AHEAD_MS = 60_000

export async function seedPipeline(store: Store, pipeline: Pipeline, nowMs: number): Promise<void> {
  const toMs = nowMs + AHEAD_MS
  const [snapshot, { events }, incidents, kept, drains, capacity] = await Promise.all([
    loadSnapshot(store),
    loadEvents(store, { fromMs: nowMs - EVENTS_MS, toMs, limit: EVENT_TAPE }),
    loadIncidents(store, { fromMs: nowMs - INCIDENTS_MS, toMs, limit: MAX_INCIDENTS }),
    loadHosts(store),
    loadDrains(store),
    loadCapacity(store),
  ])
  const hosts = { incidents, kept: isKept(kept) ? kept : null }
  pipeline.seed(events, snapshot, hosts, isKeptDrains(drains) ? drains : null)
  const believed = readKeptCapacity(capacity)
  if (believed) pipeline.risks.seed(believed, nowMs)
  else if (capacity !== null) store.unreadable.set('capacity', (store.unreadable.get('capacity') ?? 0) + 1)
}

function isKept(value: unknown): value is KeptWitnesses {
  if (typeof value !== 'object' || value === null) return false
  const { version, hosts, vips } = value as Partial<KeptWitnesses>
  return version === 1 && Array.isArray(hosts) && Array.isArray(vips)
}
