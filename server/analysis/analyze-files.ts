/** Logs of any size → one report: large files are read by several threads, each its own stretch. */

import { stat } from 'node:fs/promises'
import { chooseStretches } from '#lib/analysis/choose-stretches'
import { type MinuteSpans, mergeSpans, type Span } from '#lib/analysis/minute-spans'
import { type AnalysisFile, type Report, reportIncident } from '#lib/analysis/report'
import { createSum } from '#lib/analysis/sum-parts'
import type { Incident } from '#lib/model/incident'
import { chooseFormat } from '#lib/sources/choose-format'
import { endOfStreamName } from '#lib/sources/syslog/container-stream'
import { isCounted } from '#lib/sources/syslog/split-stream'
import type { LogBytes, LogProblem } from '../log-file/log-bytes.ts'
import { openLogFile, openLogStream } from '../log-file/open-log.ts'
import { withHead } from '../log-file/with-head.ts'
import type { PartOptions } from './chunk-reader.ts'
import { readChunks } from './read-part.ts'
import { startReaders } from './start-readers.ts'

/** Smaller files are read before a thread has started. */
const PARTED_FROM_BYTES = 16 * 1024 * 1024
const HEAD_BYTES = 65_536

/** Every detector is behind it: loaded by whoever wants that, and as one file where there is one. */
const loadCloseLook = (): Promise<typeof import('./find-incidents.ts')> =>
  import(process.env.POLYGRAPH_CLOSE_LOOK ?? new URL('./find-incidents.ts', import.meta.url).href)

export type AnalyzeOptions = PartOptions & {
  pool: string | null
  seconds: boolean
  threads: number
  /** Also look for incidents, closely. */
  incidents: boolean
}
/** Null: standard input. */
export type Source = { path: string | null; input?: AsyncIterable<Uint8Array | string> }
export type Reached = { readBytes: number; ofBytes: number | null; closely?: true }
export type Analysis = { report: Report; problems: { name: string; problem: LogProblem }[] }

export async function analyzeFiles(
  sources: readonly Source[],
  { pool, seconds, threads, incidents, ...options }: AnalyzeOptions,
  progress: (reached: Reached) => void,
): Promise<Analysis> {
  const sum = createSum()
  const files: AnalysisFile[] = []
  const problems: Analysis['problems'] = []
  const read: ReadFile[] = []
  let before = 0
  const sizes = await Promise.all(sources.map(({ path }) => sizeOf(path)))
  const ofBytes = sizes.every((size) => size !== null) ? sizes.reduce((a, b) => a + b, 0) : null
  for (const [at, source] of sources.entries()) {
    const name = source.path ?? 'standard input'
    const size = sizes[at]!
    // They start while its first lines are looked at.
    const readers = size !== null && size >= PARTED_FROM_BYTES ? startReaders(threads) : null
    const opened = source.path === null ? await openLogStream(source.input!) : await openLogFile(source.path)
    if (!('chunks' in opened)) {
      problems.push({ name, problem: opened.problem })
      readers?.stop()
      continue
    }
    const { head, chunks, close } = await withHead(opened.chunks, HEAD_BYTES)
    const choice = chooseFormat(linesOf(head), {
      ...{ nowMs: options.nowMs, ...(options.year === null ? {} : { year: options.year }) },
    })
    files.push({ name, bytes: size, compression: opened.compression, why: choice.why })
    const own = {
      ...options,
      dialect: options.dialect ?? (options.logFormatText === null ? choice.dialect : null),
    }
    const reached = (bytes: number) => progress({ readBytes: before + bytes, ofBytes })
    const parted = readers !== null && mayBeParted(opened, head)
    if (!parted) readers?.stop()
    const piecewise = parted ? null : await readChunks(chunks, own, () => reached(opened.readBytes()))
    if (parted) await close()
    const parts = piecewise
      ? [piecewise.parts]
      : await readers!.read({ path: source.path!, size: size! }, own, reached)
    const spans: MinuteSpans = new Map()
    for (const part of parts) {
      mergeSpans(spans, part.spans)
      sum.add(part)
    }
    before += size ?? opened.readBytes()
    const sizeBytes = piecewise?.bytes ?? size!
    if (source.path !== null)
      read.push({
        path: source.path,
        isPacked: opened.compression !== 'none',
        isFramed: isCounted(head.toString('latin1', 0, 16)),
        spans,
        sizeBytes,
        options: own,
      })
    const problem = opened.problem()
    if (problem) problems.push({ name, problem })
  }
  const report = sum.report(files, { pool, seconds })
  if (incidents) await lookClosely(report, read, pool, progress)
  return { report, problems }
}

type ReadFile = {
  path: string
  isPacked: boolean
  isFramed: boolean
  spans: MinuteSpans
  sizeBytes: number
  options: PartOptions
}

/** Where it went wrong, or all of it where it is short, through every detector. */
async function lookClosely(
  report: Report,
  files: readonly ReadFile[],
  pool: string | null,
  progress: (reached: Reached) => void,
): Promise<void> {
  const looks = files.map((file) => ({
    ...file,
    stretches: chooseStretches(report, file.spans, file.sizeBytes),
  }))
  const bytesOf = ({ stretches }: { stretches: readonly Span[] }) =>
    stretches.reduce((sum, { start, end }) => sum + end - start, 0)
  const bytes = looks.reduce((sum, look) => sum + bytesOf(look), 0)
  const { findIncidents } = await loadCloseLook()
  const found = await findIncidents(looks, (done) =>
    progress({ readBytes: done, ofBytes: bytes, closely: true }),
  )
  report.incidents = found.filter((one) => pool === null || concerns(one, pool)).map(reportIncident)
  report.closely = { bytes, ofBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
}

/** Those of a load balancer as a whole concern all of its pools. */
function concerns({ subjects }: Incident, pool: string): boolean {
  const pools = subjects.filter(({ type }) => type === 'pool' || type === 'server')
  return pools.length === 0 || pools.some(({ id }) => id.split('/')[1] === pool)
}

/** Lines that stand by themselves: unpacked ones come from the front, and pieces of a container's lines belong together. */
function mayBeParted({ compression }: LogBytes, head: Buffer): boolean {
  if (compression !== 'none') return false
  const first = head.toString('latin1', 0, 400)
  if (isCounted(first)) return false
  return !first.startsWith('{') && endOfStreamName(first, first.indexOf(' ') + 1) <= 0
}

const sizeOf = async (path: string | null): Promise<number | null> => {
  if (path === null) return null
  const found = await stat(path).catch(() => null)
  return found?.isFile() ? found.size : found === null ? 0 : null
}

const linesOf = (head: Buffer): string[] => {
  const lines = head.toString('utf8').split('\n')
  // The last one may be cut.
  return head.length < HEAD_BYTES ? lines : lines.slice(0, -1)
}
