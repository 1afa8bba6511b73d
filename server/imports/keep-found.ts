/** What a pipeline finds, kept in a store in batches: for input that is read as fast as it can be. */

import type { Incident } from '#lib/model/incident'
import type { LbEvent } from '#lib/model/lb-event'
import type { PoolSample } from '#lib/model/server-sample'
import { type Batch, saveBatch } from '#lib/store/save-batch'
import type { Store } from '#lib/store/store'
import type { NetworkSecond } from '#lib/views/network-view'
import type { Subjects } from '../writer.ts'

/** Rows that wait before they are written. */
const BATCH_ROWS = 4_000

type Found = Pick<Batch, 'events' | 'incidents' | 'samples' | 'network' | 'droppedIncidents'>
const NOTHING: Found = { events: [], incidents: [], samples: [], network: [], droppedIncidents: [] }

export function createKeepFound(store: Store, port: { subjects: () => Subjects; now: () => number }) {
  let events = new Map<string, LbEvent>()
  let incidents = new Map<string, Incident>()
  let samples: PoolSample[] = []
  let network: [string, NetworkSecond][] = []
  const dropped = new Set<string>()
  const known = { events: new Set<string>(), incidents: new Set<string>() }
  const waiting = () => events.size + samples.length + network.length + incidents.size

  async function flush(): Promise<void> {
    const batch = { events: [...events.values()], incidents: [...incidents.values()], samples, network }
    const droppedIncidents = [...dropped]
    events = new Map()
    incidents = new Map()
    samples = []
    network = []
    dropped.clear()
    await save({ ...batch, droppedIncidents })
    // Subjects come some hundred at a time.
    while (await save(NOTHING));
  }

  /** Tells whether there may be more subjects. */
  async function save(batch: Found): Promise<boolean> {
    const subjects = port.subjects()
    const saved = await saveBatch(store, {
      ...batch,
      ...subjects,
      sources: [],
      hosts: null,
      atMs: port.now(),
    })
    if (!saved.ok) throw saved.error
    return subjects.servers.length > 0
  }

  return {
    event(event: LbEvent): void {
      events.set(event.id, event)
      known.events.add(event.id)
    },
    incident(incident: Incident): void {
      dropped.delete(incident.id)
      incidents.set(incident.id, incident)
      known.incidents.add(incident.id)
    },
    dropIncident(id: string): void {
      incidents.delete(id)
      dropped.add(id)
      known.incidents.delete(id)
    },
    sample: (sample: PoolSample) => void samples.push(sample),
    network: (vip: string, second: NetworkSecond) => void network.push([vip, second]),
    counts: () => ({ events: known.events.size, incidents: known.incidents.size }),
    isFull: () => waiting() >= BATCH_ROWS,
    flush,
  }
}
