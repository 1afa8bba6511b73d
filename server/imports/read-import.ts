/** Reads an import's files through a pipeline of its own, by their own dates, into the import's own store. */

import type { Reading } from '#lib/model/reading'
import { createPipeline } from '#lib/pipeline/create-pipeline'
import { createOwnClock } from '#lib/pipeline/own-clock'
import { type ImportFile, type ImportRecord, refuseIn, uploadOf } from '#lib/store/import-record'
import { openStore } from '#lib/store/open-store'
import { saveSnapshot } from '#lib/store/snapshot'
import { closeStore } from '#lib/store/store'
import { mergeEntries } from '../log-file/merge-entries.ts'
import { stemOf } from '../log-file/stem-of.ts'
import { createSubjects } from '../subjects.ts'
import { createKeepFound } from './keep-found.ts'
import { NEVER_MS, readEntries } from './read-entries.ts'

/** Changes `record` as it goes and tells of it by `progress`; what it cannot read it says there. */
export async function readImport(folder: string, record: ImportRecord, progress: () => void): Promise<void> {
  const store = await openStore({ dataDir: folder })
  const names = new Set<string>()
  /** Who speaks as regularly as a dashboard asks, by the recording that has them. */
  const regular = new Map<ImportFile, { loadBalancers: Set<string>; hosts: Set<string> }>()
  const nowMs = () => clock.now() ?? record.createdAtMs
  const keep = createKeepFound(store, { subjects: createSubjects(() => pipeline.world(), nowMs), now: nowMs })
  const pipeline = createPipeline({
    saveEvent: keep.event,
    saveIncident: keep.incident,
    dropIncident: keep.dropIncident,
    saveSample: keep.sample,
    saveNetwork: keep.network,
    reopenedIncident: () => undefined,
    heard: () => undefined,
    read: () => undefined,
    clock: () => undefined,
    reject(source, reason, sample, count) {
      const file = record.files.find((one) => stemOf(one.name) === source) ?? record.files[0]
      if (file) refuseIn(file, reason, sample, count)
    },
    // Statistics say which there are; lines then tell by what they name whose they are.
    loadBalancers: () => [...names],
    // Looks of which no more were expected are not silence; a recording is as regular as what it recorded.
    beatMs: (loadBalancer) => (isRegular(loadBalancer) ? 1_000 : NEVER_MS),
    logFormat: () => null,
  })
  const clock = createOwnClock(pipeline)

  const isRegular = (loadBalancer: string) =>
    [...regular.values()].some((one) => one.loadBalancers.has(loadBalancer))
  function heard(reading: Reading | null, file: ImportFile): void {
    if (reading?.kind === 'stats') names.add(reading.loadBalancer)
    if (file.kind !== 'recording') return
    const of = regular.get(file) ?? { loadBalancers: new Set(), hosts: new Set() }
    regular.set(file, of)
    if (reading?.kind === 'stats') of.loadBalancers.add(reading.loadBalancer)
    if (reading?.kind === 'host') of.hosts.add(reading.host)
  }
  /** A recording that is over is no load balancer that went away. */
  function silent(file: ImportFile): void {
    for (const host of regular.get(file)?.hosts ?? []) pipeline.witnesses.forget(host)
    regular.delete(file)
  }

  try {
    const read = record.files.map(() => 0)
    const streams = record.files.map((file, number) =>
      readEntries({
        ...{ path: uploadOf(folder, number), file },
        progress(bytes) {
          read[number] = bytes
          record.read.bytes = read.reduce((sum, each) => sum + each, 0)
        },
        ended: () => silent(file),
      }),
    )
    for await (const entries of mergeEntries(streams)) {
      for (const { raw, read, file } of entries) {
        heard(read.reading, file)
        clock.take(raw, read)
      }
      record.fromMs ??= entries[0]?.raw.atMs ?? null
      record.toMs = clock.now()
      if (keep.isFull()) await keep.flush()
      progress()
    }
    clock.end()
    await keep.flush()
    const snapshot = pipeline.keptPicture()
    if (snapshot) await saveSnapshot(store, snapshot)
    Object.assign(record, keep.counts())
    record.toMs = clock.now()
  } finally {
    await closeStore(store)
  }
}
