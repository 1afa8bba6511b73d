/** Stretches of logs through the whole pipeline: the incidents that a dashboard would have told. */

import { createReadStream } from 'node:fs'
import type { Span } from '#lib/analysis/minute-spans'
import type { Incident } from '#lib/model/incident'
import type { RawInput } from '#lib/model/raw-input'
import { createPipeline } from '#lib/pipeline/create-pipeline'
import { createOwnClock } from '#lib/pipeline/own-clock'
import type { RawRead } from '#lib/pipeline/read-raw'
import { compileFormat } from '#lib/sources/compile-format'
import { NEVER_MS } from '../imports/read-entries.ts'
import { createInOrder } from '../log-file/in-order.ts'
import { mergeEntries } from '../log-file/merge-entries.ts'
import { openLogFile } from '../log-file/open-log.ts'
import { createRecordReader } from '../log-file/read-records.ts'
import { stemOf } from '../log-file/stem-of.ts'
import type { PartOptions } from './chunk-reader.ts'

const MIDDLE_MONTH = 6

/** `isFramed`: every line has its length in front. */
export type CloseLook = {
  path: string
  isPacked: boolean
  isFramed: boolean
  stretches: readonly Span[]
  options: PartOptions
}
type Entry = { raw: RawInput; read: RawRead }

/** Of all files together, by their dates: a log may go on in the next file, and a failure in the next load balancer's. Oldest first. */
export async function findIncidents(
  looks: readonly CloseLook[],
  progress: (bytes: number) => void,
): Promise<Incident[]> {
  const found = new Map<string, Incident>()
  const nothing = () => undefined
  const pipeline = createPipeline({
    ...{ saveEvent: nothing, saveSample: nothing, saveNetwork: nothing, reopenedIncident: nothing },
    ...{ heard: nothing, read: nothing, clock: nothing, reject: nothing },
    saveIncident: (incident) => void found.set(incident.id, incident),
    dropIncident: (id) => void found.delete(id),
    loadBalancers: () => [],
    // Nobody is silent because a log ends.
    beatMs: () => NEVER_MS,
    logFormat: () => null,
  })
  const clock = createOwnClock(pipeline)
  let position = 0
  const streams = looks.map((look) =>
    readLook(look, (bytes) => {
      position += bytes
      progress(position)
    }),
  )
  for await (const entries of mergeEntries(streams))
    for (const { raw, read } of entries) clock.take(raw, read)
  clock.end()
  return [...found.values()].sort((a, b) => a.startedAtMs - b.startedAtMs)
}

async function* readLook(look: CloseLook, progress: (bytes: number) => void): AsyncGenerator<Entry[]> {
  const { path: file, isPacked, isFramed, stretches } = look
  const { logFormatText, dialect, nowMs, year, fromS, toS } = look.options
  const compiled = logFormatText === null ? null : compileFormat(logFormatText, dialect)
  const of = { source: stemOf(file), loadBalancer: null }
  // A date without a year is taken for the one nearest to this.
  const aboutMs = year === null ? nowMs : Date.UTC(year, MIDDLE_MONTH)
  const from = (fromS ?? 0) * 1_000
  const to = (toS ?? Number.POSITIVE_INFINITY) * 1_000
  let entries: Entry[] = []
  const order = createInOrder<RawRead>({
    take: (read, atMs) => entries.push({ raw: { ...of, kind: 'log', atMs, text: '' }, read }),
    refuse: () => undefined,
  })
  const reader = createRecordReader(isFramed ? 'auto' : 'lines', {
    of: () => ({ ...of, atMs: order.lastMs() ?? aboutMs }),
    logFormat: compiled?.ok ? compiled : null,
    read(one) {
      if (one.reading?.kind !== 'log') return
      const atMs: number | null = one.sent?.atMs ?? one.reading.record.atMs ?? order.lastMs()
      if (atMs !== null && atMs >= from && atMs < to) order.put(one, atMs)
    },
    dropped: () => undefined,
  })
  for (const stretch of stretches) {
    for await (const bytes of isPacked ? unpacked(file, stretch) : plain(file, stretch)) {
      reader.push(bytes)
      progress(bytes.length)
      yield entries
      entries = []
    }
    // The last line of a stretch may be cut: it is none.
    reader.forget()
  }
  order.end()
  yield entries
}

const plain = (path: string, { start, end }: Span): AsyncIterable<Buffer> =>
  createReadStream(path, { start, end: end - 1 })

async function* unpacked(path: string, { start, end }: Span): AsyncGenerator<Uint8Array> {
  const opened = await openLogFile(path)
  if (!('chunks' in opened)) return
  let at = 0
  for await (const chunk of opened.chunks) {
    const from = Math.max(0, start - at)
    const to = Math.min(chunk.length, end - at)
    if (from < to) yield chunk.subarray(from, to)
    at += chunk.length
    if (at >= end) return
  }
}
