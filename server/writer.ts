/** Saves what happened, in one transaction at a time, at most half a second after it happened. */

import type { Incident } from '#lib/model/incident'
import type { LbEvent } from '#lib/model/lb-event'
import type { PoolSample } from '#lib/model/server-sample'
import type { SourceHealth } from '#lib/model/source-health'
import { NETWORK_KEPT_EVERY_S } from '#lib/store/load-network'
import { type RetentionPolicy, rollUp } from '#lib/store/roll-up'
import { saveBatch } from '#lib/store/save-batch'
import { saveSnapshot } from '#lib/store/snapshot'
import type { Store } from '#lib/store/store'
import type { StoredLoadBalancer, StoredPool, StoredServer } from '#lib/store/stored-subject'
import type { LiveSnapshot } from '#lib/views/live-view'
import type { NetworkSecond } from '#lib/views/network-view'

export const FLUSH_EVERY_MS = 300
export const SNAPSHOT_EVERY_MS = 2000
export const ROLL_UP_EVERY_MS = 60_000
/** Waiting samples and events while the disk refuses; the oldest go first, and it is said. */
export const MAX_WAITING = 20_000

/** Events of one transaction, or a quarter of a greater storm: browsers and sources get their turn in between. */
export const EVENTS_A_SAVE = 1000

/** What is known of hosts, as it is kept for the next start; `saved` is called when it is on disk. */
export type KeptHosts = { json: string; saved: () => void }

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
    /** Null where nothing changed since the last call. */
    hosts: () => KeptHosts | null
    /** Of drains, as JSON; null where nothing is due. */
    drains: () => string | null
    /** The same of capacity. */
    capacity: () => string | null
    problem: (message: string | null, lost: number) => void
  },
) {
  let events = new Map<string, LbEvent>()
  let samples: PoolSample[] = []
  let incidents = new Map<string, Incident>()
  let network: [string, NetworkSecond][] = []
  const dropped = new Set<string>()
  const thin = createThinner()
  let busy: Promise<void> | null = null
  let snapshotAtMs = 0
  let rolledUpAtMs = 0

  async function save() {
    const atMs = port.now()
    const most = Math.max(EVENTS_A_SAVE, Math.ceil(events.size / 4))
    const batch = {
      events: [...events.values()].slice(0, most),
      samples,
      incidents: [...incidents.values()],
      network,
      droppedIncidents: [...dropped],
    }
    const subjects = port.subjects()
    events = new Map([...events].slice(most))
    samples = []
    incidents = new Map()
    network = []
    dropped.clear()
    // With the last of the events that led to it: an agent forgets what is said to be stored.
    const hosts = events.size ? null : port.hosts()
    // Servers that are new must be in the picture at once: it is what the next start compares with.
    const due = atMs - snapshotAtMs >= SNAPSHOT_EVERY_MS || subjects.servers.length > 0
    const withSnapshot = !events.size && due
    // Taken with the events that led to it: a picture must never know more than the record.
    const snapshot = withSnapshot ? port.snapshot() : null
    const saved = await saveBatch(store, {
      ...batch,
      ...subjects,
      hosts: hosts?.json ?? null,
      drains: port.drains(),
      capacity: port.capacity(),
      sources: withSnapshot ? port.sources() : [],
      atMs,
    })
    if (!saved.ok) {
      samples = [...batch.samples, ...samples]
      network = [...batch.network, ...network].slice(-MAX_WAITING)
      for (const id of batch.droppedIncidents) dropped.add(id)
      for (const one of batch.incidents) if (!incidents.has(one.id)) incidents.set(one.id, one)
      for (const event of batch.events) if (!events.has(event.id)) events.set(event.id, event)
      const lost = Math.max(0, samples.length - MAX_WAITING) + Math.max(0, events.size - MAX_WAITING)
      samples = samples.slice(-MAX_WAITING)
      events = new Map([...events].slice(-MAX_WAITING))
      return port.problem(saved.error.message, lost)
    }
    port.problem(null, 0)
    hosts?.saved()
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
    incident(incident: Incident) {
      // What was merged and is taken out again has the name that it had.
      dropped.delete(incident.id)
      incidents.set(incident.id, incident)
    },
    dropIncident(id: string) {
      incidents.delete(id)
      dropped.add(id)
    },
    network(vip: string, second: NetworkSecond) {
      if (thin(vip, second)) network.push([vip, second])
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

/** A second that says the same as the one stored before is not stored, but for one in every few: silence is a gap. */
function createThinner() {
  const kept = new Map<string, { second: number; words: string }>()
  return (vip: string, { second, ...rest }: NetworkSecond): boolean => {
    const words = JSON.stringify(rest)
    const before = kept.get(vip)
    const same = before?.words === words && second > before.second
    if (same && second - before.second < NETWORK_KEPT_EVERY_S) return false
    if (!before || second >= before.second) kept.set(vip, { second, words })
    return true
  }
}
