/** Saves what happened since the batch before, all of it or nothing, in one transaction. */

import type { Incident } from '../model/incident.ts'
import type { LbEvent } from '../model/lb-event.ts'
import type { PoolSample } from '../model/server-sample.ts'
import type { SourceHealth } from '../model/source-health.ts'
import type { NetworkSecond } from '../views/network-view.ts'
import { toEventRow } from './event-row.ts'
import { toIncidentRow } from './incident-row.ts'
import { CAPACITY_KEY } from './load-capacity.ts'
import { DRAINS_KEY } from './load-drains.ts'
import { HOSTS_KEY } from './load-hosts.ts'
import { metaRow } from './meta.ts'
import { toNetworkRow } from './network-codec.ts'
import { roundSample } from './round-sample.ts'
import { encodeSample } from './sample-codec.ts'
import type { Store } from './store.ts'
import { type StoreError, toStoreError } from './store-error.ts'
import type { StoredLoadBalancer, StoredPool, StoredServer } from './stored-subject.ts'
import { upsert } from './upsert.ts'

/** Pass what is new or changed; every row takes the place of the one with its key. */
export type Batch = {
  events: LbEvent[]
  samples: PoolSample[]
  loadBalancers: StoredLoadBalancer[]
  pools: StoredPool[]
  servers: StoredServer[]
  sources: SourceHealth[]
  incidents: Incident[]
  network: [vip: string, NetworkSecond][]
  /** Ids of incidents that proved to be part of others. */
  droppedIncidents: string[]
  /** What the next start needs to go on with hosts; null where it has not changed. */
  hosts: string | null
  /** The same of drains. */
  drains?: string | null
  /** The same of capacity. */
  capacity?: string | null
  atMs: number
}

/** `refused` counts what could not be stored at all, by reason; the rest of the batch is saved. */
export type Saved =
  | { ok: true; refused: Record<string, number> }
  | { ok: false; error: StoreError; refused: Record<string, number> }

export async function saveBatch(store: Store, batch: Batch): Promise<Saved> {
  const refused: Record<string, number> = {}
  const refuse = (reason: string) => {
    refused[reason] = (refused[reason] ?? 0) + 1
  }
  const readings = batch.samples.flatMap((sample) => {
    const encoded = encodeSample(roundSample(sample))
    if (!encoded.ok) refuse(encoded.reason)
    const { pool, resolutionS, startMs } = sample
    return encoded.ok ? [{ pool, resolutionS, startMs, body: encoded.body }] : []
  })
  const events = batch.events.flatMap((event) => {
    const row = toEventRow(event)
    if (row === null) refuse('event-without-time')
    return row ?? []
  })
  const sources = batch.sources.map((source) => ({
    name: source.name,
    kind: source.kind,
    address: source.address,
    health: JSON.stringify(source),
    updatedAtMs: batch.atMs,
  }))
  const statements = [
    ...upsert(store.prisma, 'LoadBalancer', batch.loadBalancers),
    ...upsert(store.prisma, 'Pool', batch.pools),
    ...upsert(store.prisma, 'Server', batch.servers),
    ...upsert(store.prisma, 'Source', sources),
    ...upsert(store.prisma, 'Event', events),
    ...upsert(store.prisma, 'Reading', readings),
    ...upsert(
      store.prisma,
      'Incident',
      batch.incidents.map((incident) => toIncidentRow(incident, batch.atMs)),
    ),
    ...(batch.droppedIncidents.length
      ? [store.prisma.incident.deleteMany({ where: { id: { in: batch.droppedIncidents } } })]
      : []),
    ...upsert(
      store.prisma,
      'NetworkReading',
      batch.network.map(([vip, second]) => toNetworkRow(vip, second)),
    ),
    ...upsert(store.prisma, 'Meta', [
      ...(batch.hosts === null ? [] : [metaRow(HOSTS_KEY, batch.hosts, batch.atMs)]),
      ...(typeof batch.drains !== 'string' ? [] : [metaRow(DRAINS_KEY, batch.drains, batch.atMs)]),
      ...(typeof batch.capacity !== 'string' ? [] : [metaRow(CAPACITY_KEY, batch.capacity, batch.atMs)]),
    ]),
  ]
  if (statements.length === 0) return { ok: true, refused }
  try {
    await store.prisma.$transaction(statements)
    return { ok: true, refused }
  } catch (cause) {
    return { ok: false, error: toStoreError(cause, 'The newest readings could not be saved'), refused }
  }
}
