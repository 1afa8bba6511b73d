/** Opens a log, a file or a stream, compressed or not: what it is its first bytes say, not its name. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type Compression, couldBeCompressed, detectCompression, HEAD_LENGTH } from '#lib/sources/compression'
import { createDecompressor } from './create-decompressor.ts'
import type { LogBytes, LogProblem } from './log-bytes.ts'

/** Bytes asked of the disk at once. */
const READ_SIZE = 262_144

export async function openLogFile(path: string): Promise<LogBytes | { problem: LogProblem }> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error)
  if (found instanceof Error) return { problem: problemOf(found) }
  if (found.isDirectory()) return { problem: { reason: 'is-folder', message: 'it is a folder' } }
  const stream = createReadStream(path, { highWaterMark: READ_SIZE })
  const opened = await openLogStream(stream, found.isFile() ? found.size : null).catch(
    (error: NodeJS.ErrnoException) => ({ problem: problemOf(error) }),
  )
  if ('chunks' in opened) return opened
  stream.destroy()
  return opened
}

/** Reads as far as is needed to know what it is. */
export async function openLogStream(
  source: AsyncIterable<Uint8Array | string>,
  sizeBytes: number | null = null,
): Promise<LogBytes | { problem: LogProblem }> {
  const pieces = source[Symbol.asyncIterator]()
  let readBytes = 0
  const next = async (): Promise<Uint8Array | null> => {
    const { value, done } = await pieces.next()
    if (done) return null
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    readBytes += bytes.length
    return bytes
  }
  let head: Uint8Array = new Uint8Array(0)
  while (head.length < HEAD_LENGTH && couldBeCompressed(head)) {
    const more = await next()
    if (more === null) break
    head = head.length === 0 ? more : Buffer.concat([head, more])
  }
  const compression = detectCompression(head)
  const bytes = readFrom(head, next, async () => void (await pieces.return?.()))
  let problem: LogProblem | null = null
  const chunks = await decompress(compression, bytes, (found) => {
    problem = found
  })
  if ('reason' in chunks) {
    await pieces.return?.()
    return { problem: chunks }
  }
  return { compression, sizeBytes, readBytes: () => readBytes, chunks, problem: () => problem }
}

async function* readFrom(
  head: Uint8Array,
  next: () => Promise<Uint8Array | null>,
  close: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head
    for (let piece = await next(); piece !== null; piece = await next()) yield piece
  } finally {
    await close()
  }
}

async function decompress(
  compression: Compression,
  bytes: AsyncGenerator<Uint8Array>,
  fail: (problem: LogProblem) => void,
): Promise<AsyncIterable<Uint8Array> | LogProblem> {
  if (compression === 'none') return bytes
  const decompressor = await createDecompressor(compression)
  return 'reason' in decompressor ? decompressor : decompressor.open(bytes, fail)
}

function problemOf(error: NodeJS.ErrnoException): LogProblem {
  if (error.code === 'ENOENT') return { reason: 'not-found', message: 'there is no such file' }
  if (error.code === 'EACCES') return { reason: 'no-permission', message: 'permission denied' }
  return { reason: 'unreadable', message: error.message }
}
