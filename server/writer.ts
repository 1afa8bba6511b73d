/** Saves what happened, in one transaction at a time, at most half a second after it happened. */

import type { LbEvent } from '#lib/model/lb-event'
import type { PoolSample } from '#lib/model/server-sample'
import type { SourceHealth } from '#lib/model/source-health'
import { type RetentionPolicy, rollUp } from '#lib/store/roll-up'
import { saveBatch } from '#lib/store/save-batch'
import { saveSnapshot } from '#lib/store/snapshot'
import type { Store } from '#lib/store/store'
import type { StoredLoadBalancer, StoredPool, StoredServer } from '#lib/store/stored-subject'
import type { LiveSnapshot } from '#lib/views/live-view'

export const FLUSH_EVERY_MS = 300
export const SNAPSHOT_EVERY_MS = 2000
export const ROLL_UP_EVERY_MS = 60_000
/** Waiting samples and events while the disk refuses; the oldest go first, and it is said. */
export const MAX_WAITING = 20_000

/** Events of one transaction, or a quarter of a greater storm: browsers and sources get their turn in between. */
export const EVENTS_A_SAVE = 1000

export type Subjects = { loadBalancers: StoredLoadBalancer[]; pools: StoredPool[]; servers: StoredServer[] }

export function createWriter(
  store: Store,
  port: {
    now: () => number
    retention: RetentionPolicy
    sources: () => SourceHealth[]
    /** Null while there is nothing worth keeping. */
    snapshot: () => LiveSnapshot | null
    /** Subjects new or changed since the last call. */
    subjects: () => Subjects
    problem: (message: string | null, lost: number) => void
  },
) {
  let events = new Map<string, LbEvent>()
  let samples: PoolSample[] = []
  let busy: Promise<void> | null = null
  let snapshotAtMs = 0
  let rolledUpAtMs = 0

  async function save() {
    const atMs = port.now()
    const most = Math.max(EVENTS_A_SAVE, Math.ceil(events.size / 4))
    const batch = { events: [...events.values()].slice(0, most), samples }
    const subjects = port.subjects()
    events = new Map([...events].slice(most))
    samples = []
    // Servers that are new must be in the picture at once: it is what the next start compares with.
    const due = atMs - snapshotAtMs >= SNAPSHOT_EVERY_MS || subjects.servers.length > 0
    const withSnapshot = !events.size && due
    // Taken with the events that led to it: a picture must never know more than the record.
    const snapshot = withSnapshot ? port.snapshot() : null
    const saved = await saveBatch(store, {
      ...batch,
      ...subjects,
      sources: withSnapshot ? port.sources() : [],
      atMs,
    })
    if (!saved.ok) {
      samples = [...batch.samples, ...samples]
      for (const event of batch.events) if (!events.has(event.id)) events.set(event.id, event)
      const lost = Math.max(0, samples.length - MAX_WAITING) + Math.max(0, events.size - MAX_WAITING)
      samples = samples.slice(-MAX_WAITING)
      events = new Map([...events].slice(-MAX_WAITING))
      return port.problem(saved.error.message, lost)
    }
    port.problem(null, 0)
    if (snapshot) {
      snapshotAtMs = atMs
      await saveSnapshot(store, snapshot)
    }
    if (atMs - rolledUpAtMs >= ROLL_UP_EVERY_MS) {
      rolledUpAtMs = atMs
      await rollUp(store, atMs, port.retention)
    }
  }

  /** One save at a time; what comes meanwhile waits for the next. */
  function flush(): Promise<void> {
    busy ??= save()
      .catch((error: Error) => port.problem(error.message, 0))
      .finally(() => {
        busy = null
      })
    return busy
  }

  const timer = setInterval(flush, FLUSH_EVERY_MS)
  return {
    event(event: LbEvent) {
      events.set(event.id, event)
    },
    sample(sample: PoolSample) {
      samples.push(sample)
    },
    flush,
    async stop() {
      clearInterval(timer)
      await busy
      snapshotAtMs = 0
      for (let before = Number.POSITIVE_INFINITY; events.size < before; ) {
        before = events.size
        await flush()
      }
    },
  }
}
