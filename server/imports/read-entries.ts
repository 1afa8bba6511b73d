/** A file's contents as what sources would have said, each with its own date, in the file's order. */

import { Readable } from 'node:stream'
import type { HostReport, HostSettings } from '#lib/model/host-report'
import type { RawInput } from '#lib/model/raw-input'
import { type RawRead, readRaw } from '#lib/pipeline/read-raw'
import { chooseFormat } from '#lib/sources/choose-format'
import { formatEndpoint } from '#lib/sources/host/format-endpoint'
import { parseSs } from '#lib/sources/host/parse-ss'
import type { Endpoint } from '#lib/sources/host/read-endpoint'
import { SNIFFED_BYTES, sniffFile } from '#lib/sources/sniff-file'
import { type ImportFile, refuseIn } from '#lib/store/import-record'
import { readRecording } from '../collectors/recording.ts'
import { createInOrder } from '../log-file/in-order.ts'
import type { LogBytes } from '../log-file/log-bytes.ts'
import { openLogFile } from '../log-file/open-log.ts'
import { createRecordReader } from '../log-file/read-records.ts'
import { stemOf } from '../log-file/stem-of.ts'
import { withHead } from '../log-file/with-head.ts'

/** Longer than anything that is imported lasts. */
export const NEVER_MS = 3.2e12
const UNTOLD: HostSettings = {
  ...{ keepaliveTimeS: null, keepaliveIntervalS: null, keepaliveProbes: null },
  ...{ retries2: null, synRetries: null },
}
/** What one look at a load balancer or a host says; larger ones are refused. */
const MAX_LOOK_BYTES = 64 * 1024 * 1024

const ENTRIES_A_PART = 200

export type Entry = { raw: RawInput; read: RawRead; file: ImportFile }

export type Reading = {
  path: string
  file: ImportFile
  /** Bytes of the file read so far. */
  progress: (bytes: number) => void
  /** Nothing more comes of it. */
  ended: () => void
}

/** In parts of some kilobytes; sets the file's `kind` and counts what it refuses. */
export async function* readEntries(given: Reading): AsyncGenerator<Entry[]> {
  const { file } = given
  const log = await openLogFile(given.path)
  if (!('chunks' in log)) return refuseIn(file, log.problem.reason, log.problem.message)
  const { head, chunks } = await withHead(log.chunks, SNIFFED_BYTES)
  const opened: Opened = { ...log, chunks }
  const text = Buffer.from(head).toString('utf8', 0, SNIFFED_BYTES)
  const sniffed = sniffFile(text)
  // The last line of the head may be cut.
  const lines =
    sniffed.kind === 'log' ? text.split('\n').slice(0, head.length < SNIFFED_BYTES ? undefined : -1) : []
  const choice = sniffed.kind === 'log' ? chooseFormat(lines, { nowMs: file.modifiedAtMs }) : null
  const kind = choice?.read === 0 ? 'unknown' : sniffed.kind
  Object.assign(file, { kind, why: choice?.why ?? sniffed.why })
  if (kind === 'unknown') refuseIn(file, 'unknown-file', lines[0] ?? file.why)
  else if (kind === 'log') yield* readLog(given, opened)
  else if (kind === 'recording') yield* readRecorded(given, opened)
  else yield* readLook(given, opened, kind)
  const problem = log.problem()
  // What came before it stands.
  if (problem) refuseIn(file, problem.reason, problem.message)
  given.ended()
}

type Opened = Pick<LogBytes, 'chunks' | 'readBytes'>

async function* readLog({ file, progress }: Reading, opened: Opened): AsyncGenerator<Entry[]> {
  const source = stemOf(file.name)
  const { loadBalancer, modifiedAtMs } = file
  let entries: Entry[] = []
  const order = createInOrder<{ read: RawRead; text: string | null }>({
    take({ read }, atMs) {
      file.taken++
      entries.push({ raw: { source, loadBalancer, kind: 'log', atMs, text: '' }, read, file })
    },
    refuse: ({ text }) => refuseIn(file, 'date-far-ahead', text ?? ''),
  })
  const reader = createRecordReader('lines', {
    of: () => ({ source, loadBalancer, atMs: modifiedAtMs }),
    logFormat: null,
    dropped(reason, raw) {
      file.entries++
      refuseIn(file, reason, raw)
    },
    read(read, text) {
      if (text === '') return
      file.entries++
      for (const { reason, raw: sample } of read.rejects) refuseIn(file, reason, sample)
      if (!read.reading) return
      const atMs: number | null = read.sent?.atMs ?? datedAt(read) ?? order.lastMs()
      if (atMs === null) refuseIn(file, 'no-date-yet', text ?? '')
      else order.put({ read, text }, atMs)
    },
  })
  const taken = () => {
    const part = entries
    entries = []
    return part
  }
  for await (const bytes of opened.chunks) {
    progress(opened.readBytes())
    reader.push(bytes)
    yield taken()
  }
  reader.end()
  order.end()
  yield taken()
}

const datedAt = ({ reading }: RawRead): number | null =>
  reading?.kind === 'log' ? reading.record.atMs : null

async function* readRecorded({ file, progress }: Reading, opened: Opened): AsyncGenerator<Entry[]> {
  let part: Entry[] = []
  try {
    for await (const entry of readRecording(file.name, Readable.from(opened.chunks))) {
      if ('polygraphRecording' in entry) continue
      file.entries++
      const { worker = null, ...rest } = entry
      const raw: RawInput = { ...rest, worker }
      const read = readRaw(raw, null)
      for (const { reason, raw: text, count } of read.rejects) refuseIn(file, reason, text, count)
      if (!read.reading) continue
      file.taken++
      part.push({ raw, read, file })
      if (part.length < ENTRIES_A_PART) continue
      progress(opened.readBytes())
      yield part
      part = []
    }
  } catch (error) {
    // What came before it stands.
    refuseIn(file, 'broken-recording', (error as Error).message)
  }
  yield part
}

/** One look, as old as the file. */
async function* readLook(
  { file, progress }: Reading,
  opened: Opened,
  kind: 'stats' | 'sockets',
): AsyncGenerator<Entry[]> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const bytes of opened.chunks) {
    size += bytes.length
    if (size > MAX_LOOK_BYTES) return refuseIn(file, 'file-too-large', file.name)
    parts.push(bytes)
  }
  progress(file.bytes)
  const text = Buffer.concat(parts).toString('utf8')
  const source = stemOf(file.name)
  const raw = { source, loadBalancer: file.loadBalancer ?? source, atMs: file.modifiedAtMs }
  file.entries++
  const look: RawInput =
    kind === 'stats'
      ? { ...raw, kind, text: lastLook(file, text) }
      : { ...raw, kind: 'host', text: JSON.stringify(reportOf(file, raw.loadBalancer, text)) }
  const read = readRaw(look, null)
  for (const { reason, raw: sample, count } of read.rejects) refuseIn(file, reason, sample, count)
  if (!read.reading) return
  file.taken++
  yield [{ raw: look, read, file }]
}

/** Several looks in one file carry no dates of their own: only the last is as old as the file. */
function lastLook(file: ImportFile, text: string): string {
  const at = text.lastIndexOf('# pxname,')
  const earlier = text.slice(0, at).split('# pxname,').length - 1
  if (earlier > 0) {
    file.entries += earlier
    refuseIn(file, 'undated-look', text.slice(0, 200), earlier)
  }
  return at > 0 ? text.slice(at) : text
}

const written = ({ words, port }: Endpoint) => formatEndpoint(...words, port)

function reportOf(file: ImportFile, host: string, text: string): HostReport {
  const { readings, rejects } = parseSs(text)
  for (const [reason, count] of Object.entries(rejects)) refuseIn(file, reason, file.name, count)
  const atMs = file.modifiedAtMs
  const put = readings.map(({ local, remote, ...rest }) => ({
    ...rest,
    ...{ local: written(local), remote: written(remote), process: null },
  }))
  return {
    // No more of it is expected: what follows is no silence.
    hello: { version: '', kernel: null, intervalMs: NEVER_MS, lacks: [], settings: UNTOLD },
    ...{ kind: 'host', host, session: file.name, seq: 1, keptFrom: 1, atMs, clock: null },
    sockets: { atMs, endedAtMs: atMs, full: true, put, gone: [], total: put.length, sampled: 1 },
  }
}
