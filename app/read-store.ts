/** Where pages get their first picture from: the store, or nothing while there is none. */

import path from 'node:path'
import { headers } from 'next/headers'
import { IMPORT_HEADER } from '#lib/model/import-address'
import type { Incident } from '#lib/model/incident'
import type { PoolSample } from '#lib/model/server-sample'
import { type ImportRecord, loadRecord } from '#lib/store/import-record'
import { loadMergedInto } from '#lib/store/incident-acts'
import { loadEvents } from '#lib/store/load-events'
import { loadImpact, loadSimilar } from '#lib/store/load-impact'
import { loadIncident, loadIncidents } from '#lib/store/load-incidents'
import { loadKnownAt } from '#lib/store/load-known-at'
import { loadNetworkSeconds } from '#lib/store/load-network'
import { loadSeries } from '#lib/store/load-series'
import { openReader } from '#lib/store/open-reader'
import { loadSnapshot } from '#lib/store/snapshot'
import { closeStore, type Store } from '#lib/store/store'
import type { EventView, LiveSnapshot, PoolView } from '#lib/views/live-view'
import type { IncidentView, NetworkSecond } from '#lib/views/network-view'
import type { SimilarIncident } from '#lib/views/similar-incidents'
import { toEventView } from '#lib/views/to-event-view'
import type { Impact } from '#lib/views/to-impact'
import { toIncidentView } from '#lib/views/to-incident-view'
import { toPastSnapshot } from '#lib/views/to-past-snapshot'

export type StoredPool = { pool: PoolView | null; samples: PoolSample[]; events: EventView[] }

const EVENTS_MOST = 100
const INCIDENTS_MOST = 500

/** One reader a record for as long as it is asked for: the live one, and imports. */
const readers = new Map<string, Promise<Store>>()
const READERS_MOST = 6

/** The import that the address names; null: the live record. */
export const readImportId = async (): Promise<string | null> => (await headers()).get(IMPORT_HEADER)

/** The live record, whatever the page shows: people and postmortems are there alone. */
export const readStore = (): Promise<Store | null> => readerOf(null)

/** The record that the page shows. */
export const readRecord = async (): Promise<Store | null> => readerOf(await readImportId())

/** The present of the record that the page shows: an import's is its end. */
export async function readNow(): Promise<number> {
  const imported = await readImport()
  return imported?.toMs ?? Date.now()
}

/** What is known of the import that the page shows; null where it shows the live record, or there is none such. */
export async function readImport(): Promise<ImportRecord | null> {
  const id = await readImportId()
  const folder = id === null ? null : folderOf(id)
  return folder === null ? null : loadRecord(folder)
}

function folderOf(id: string | null): string | null {
  const dataDir = process.env.POLYGRAPH_DATA
  if (!dataDir) return null
  return id === null ? dataDir : path.join(dataDir, 'imports', id)
}

/** Asked for again where the file was not there yet. */
async function readerOf(id: string | null): Promise<Store | null> {
  const folder = folderOf(id)
  if (folder === null) return null
  const reader = readers.get(folder) ?? openReader(folder)
  readers.delete(folder)
  readers.set(folder, reader)
  closeOldest()
  try {
    return await reader
  } catch {
    readers.delete(folder)
    return null
  }
}

/** The live one is asked for all the time, and so is never the oldest for long. */
function closeOldest(): void {
  for (const [folder, reader] of [...readers].slice(0, Math.max(0, readers.size - READERS_MOST))) {
    readers.delete(folder)
    void reader.then(closeStore).catch(() => {})
  }
}

/** Null where nothing is stored or readable: the page then waits for the live picture, and says so. */
export async function readLiveSnapshot(): Promise<LiveSnapshot | null> {
  const store = await readRecord()
  if (!store) return null
  return loadSnapshot(store).catch(() => null)
}

/** The picture as it was known at a moment that is over; null where nothing can be read. */
export async function readPastSnapshot(atMs: number): Promise<LiveSnapshot | null> {
  const store = await readRecord()
  return store && toPastSnapshot(await loadKnownAt(store, atMs), atMs)
}

/** `id` is `loadBalancer/pool`; times are epoch ms. */
export async function readPool(id: string, fromMs: number, toMs: number): Promise<StoredPool> {
  const store = await readRecord()
  if (!store) return { pool: null, samples: [], events: [] }
  const [snapshot, samples, page] = await Promise.all([
    loadSnapshot(store).catch(() => null),
    loadSeries(store, id, { fromMs, toMs }).catch(() => []),
    loadEvents(store, { fromMs, toMs, subject: id, limit: EVENTS_MOST }).catch(() => ({ events: [] })),
  ])
  const pool = snapshot?.pools.find((each) => each.id === id) ?? null
  return { pool, samples, events: page.events.map(toEventView) }
}

/** One pool's numbers, oldest first. */
export async function readPoolSamples(id: string, fromMs: number, toMs: number): Promise<PoolSample[]> {
  const store = await readRecord()
  return store ? loadSeries(store, id, { fromMs, toMs }).catch(() => []) : []
}

/** Those that lasted at any moment of the stretch, newest first; times are epoch ms. */
export async function readIncidents(fromMs: number, toMs: number): Promise<IncidentView[]> {
  const store = await readRecord()
  if (!store) return []
  const incidents = await loadIncidents(store, { fromMs, toMs, limit: INCIDENTS_MOST }).catch(() => [])
  return incidents.map(toIncidentView)
}

export async function readIncident(id: string): Promise<Incident | null> {
  const store = await readRecord()
  return store && loadIncident(store, id).catch(() => null)
}

export type IncidentReach = { impact: Impact | null; similar: SimilarIncident[] }

/** How far it reached, and earlier ones like it. */
export async function readReach(incident: Incident, nowMs: number): Promise<IncidentReach> {
  const store = await readRecord()
  if (!store) return { impact: null, similar: [] }
  const [impact, similar] = await Promise.all([
    loadImpact(store, incident, nowMs).catch(() => null),
    loadSimilar(store, incident).catch(() => []),
  ])
  return { impact, similar }
}

/** Where an incident went that was merged into another; null where it was not. */
export async function readMergedInto(id: string): Promise<string | null> {
  const store = await readRecord()
  return store && loadMergedInto(store, id).catch(() => null)
}

/** `vip` is an address, or `ALL_HOSTS`. */
export async function readNetwork(vip: string, fromMs: number, toMs: number): Promise<NetworkSecond[]> {
  const store = await readRecord()
  return store ? loadNetworkSeconds(store, { vip, fromMs, toMs }).catch(() => []) : []
}

/** What happened at hosts and load balancers in the stretch, newest first. */
export async function readEvents(fromMs: number, toMs: number): Promise<EventView[]> {
  const store = await readRecord()
  if (!store) return []
  const page = await loadEvents(store, { fromMs, toMs, limit: INCIDENTS_MOST }).catch(() => ({ events: [] }))
  return page.events.map(toEventView)
}
