/** Logs that are still being written: what they say so far, again and again. */

import { stat } from 'node:fs/promises'
import type { AnalysisFile, Report } from '#lib/analysis/report'
import { createSum } from '#lib/analysis/sum-parts'
import { chooseFormat } from '#lib/sources/choose-format'
import { detectCompression } from '#lib/sources/compression'
import { type FollowedPiece, followFile } from '../log-file/follow-file.ts'
import type { LogProblem } from '../log-file/log-bytes.ts'
import type { Analysis, AnalyzeOptions, Source } from './analyze-files.ts'
import { type ChunkReader, createChunkReader } from './chunk-reader.ts'

const TOLD_EVERY_MS = 1_000

type Followed = { file: AnalysisFile; reader: ChunkReader }
export type FollowOptions = Pick<AnalyzeOptions, 'pool' | 'seconds'> &
  Omit<AnalyzeOptions, 'threads' | 'incidents'>

/** Ends when it is told to, or when every pipe has. `show` is called once a second where more was read, and at the end. */
export async function followFiles(
  sources: readonly Source[],
  { pool, seconds, ...options }: FollowOptions,
  { signal, show }: { signal: AbortSignal; show: (report: Report) => void },
): Promise<Analysis['problems']> {
  const followed: Followed[] = []
  const problems: Analysis['problems'] = []
  let isNew = false

  function report(): Report {
    const sum = createSum()
    for (const { reader } of followed) sum.add(reader.parts())
    const files = followed.map(({ file, reader }) => ({ ...file, bytes: reader.bytes() }))
    return sum.report(files, { pool, seconds })
  }

  async function follow(source: Source): Promise<void> {
    const name = source.path ?? 'standard input'
    const missing = source.path === null ? null : await missingAt(source.path)
    if (missing) {
      problems.push({ name, problem: missing })
      return
    }
    let reader: ChunkReader | null = null
    for await (const { bytes, cut } of piecesOf(source, signal)) {
      if (!reader) {
        if (detectCompression(bytes) !== 'none') {
          const message = 'it is packed: such a file does not grow'
          problems.push({ name, problem: { reason: 'unreadable', message } })
          return
        }
        const choice = chooseFormat(Buffer.from(bytes).toString('utf8').split('\n'), {
          ...{ nowMs: options.nowMs, ...(options.year === null ? {} : { year: options.year }) },
        })
        // What it will hold is not known yet: all formats are asked, unless one was named.
        reader = createChunkReader(options)
        followed.push({ file: { name, bytes: 0, compression: 'none', why: choice.why }, reader })
      }
      if (cut) reader.cut()
      reader.take(bytes)
      isNew = true
    }
    reader?.cut()
  }

  const timer = setInterval(() => {
    if (!isNew) return
    isNew = false
    show(report())
  }, TOLD_EVERY_MS)
  try {
    await Promise.all(sources.map(follow))
  } finally {
    clearInterval(timer)
  }
  if (followed.length > 0) show(report())
  return problems
}

/** One that is not there at first is a mistake; later it is being rotated. */
async function missingAt(path: string): Promise<LogProblem | null> {
  const found = await stat(path).catch(() => null)
  if (!found) return { reason: 'not-found', message: 'there is no such file' }
  return found.isDirectory() ? { reason: 'is-folder', message: 'it is a folder' } : null
}

async function* piecesOf({ path, input }: Source, signal: AbortSignal): AsyncGenerator<FollowedPiece> {
  if (path !== null) return yield* followFile(path, signal)
  const ended = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)))
  const pieces = input![Symbol.asyncIterator]()
  for (;;) {
    const next = await Promise.race([pieces.next(), ended])
    if (next === null || next.done) return
    const { value } = next
    yield { bytes: typeof value === 'string' ? Buffer.from(value) : value, cut: false }
  }
}
