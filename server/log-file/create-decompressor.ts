/** Opens gzip with Node, and Zstandard with Node where it can, else with the program `zstd`. */

import { spawn } from 'node:child_process'
import { type Duplex, Readable } from 'node:stream'
import * as zlib from 'node:zlib'
import type { Compression } from '#lib/sources/compression'
import type { LogProblem } from './log-bytes.ts'

/** Decompressed bytes waiting for the reader before the archive is read on. */
const WAITING_LIMIT = 4_194_304

export type Decompressor = {
  open: (bytes: AsyncIterable<Uint8Array>, fail: (problem: LogProblem) => void) => AsyncIterable<Uint8Array>
}

const CUT: LogProblem = {
  reason: 'archive-cut',
  message: 'the archive ends too early; what came before its end was read',
}
const CORRUPT: LogProblem = {
  reason: 'archive-corrupt',
  message: 'the archive is damaged; what came before the damage was read',
}

/** Errors of zlib and words of `zstd` for an archive that just stops. */
const CUT_CODES: ReadonlySet<string> = new Set(['Z_BUF_ERROR', 'ZSTD_error_srcSize_wrong'])
const CUT_WORDS = /premature|unexpected end|truncated|incomplete/i

export async function createDecompressor(compression: Compression): Promise<Decompressor | LogProblem> {
  if (compression === 'gzip') return inNode(() => zlib.createGunzip({ chunkSize: 65_536 }))
  if (compression !== 'zstd') {
    const program = compression === 'xz' ? 'unxz' : 'bunzip2'
    const message = `${compression} archives are not read; unpack it with ${program} first, or use gzip or zstd`
    return { reason: 'unsupported-compression', message }
  }
  const own = (zlib as { createZstdDecompress?: () => Duplex }).createZstdDecompress
  if (own) return inNode(own)
  if (await hasZstd()) return { open: openWithProgram }
  return {
    reason: 'zstd-missing',
    message: 'Zstandard archives need Node 22.15 or later, or the program zstd (Debian package zstd)',
  }
}

function inNode(create: () => Duplex): Decompressor {
  return {
    async *open(bytes, fail) {
      const feed = Readable.from(bytes)
      const stream = create()
      let broken: Error | null = null
      feed.on('error', (error) => {
        broken = error
        stream.destroy(error)
      })
      feed.pipe(stream)
      try {
        yield* queued(stream)
      } catch (error) {
        if (broken) throw broken
        const problem = error as NodeJS.ErrnoException
        fail(CUT_CODES.has(problem.code ?? '') || CUT_WORDS.test(problem.message) ? CUT : CORRUPT)
      } finally {
        feed.destroy()
        stream.destroy()
      }
    },
  }
}

async function* openWithProgram(
  bytes: AsyncIterable<Uint8Array>,
  fail: (problem: LogProblem) => void,
): AsyncGenerator<Uint8Array> {
  const child = spawn('zstd', ['-dcq'], { stdio: 'pipe' })
  const feed = Readable.from(bytes)
  let broken: Error | null = null
  let words = ''
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve)
    child.on('error', () => resolve(null))
  })
  feed.on('error', (error) => {
    broken = error
    child.kill()
  })
  // It closes its input where the archive is damaged: the exit code tells.
  child.stdin.on('error', () => undefined)
  child.stderr.on('data', (text: Buffer) => {
    if (words.length < 1_000) words += text.toString()
  })
  feed.pipe(child.stdin)
  try {
    yield* child.stdout
    const code = await ended
    if (broken) throw broken
    if (code !== 0) fail(CUT_WORDS.test(words) ? CUT : CORRUPT)
  } finally {
    feed.destroy()
    child.kill()
  }
}

/** Unlike iterating the stream itself, gives what came before an error first. */
async function* queued(stream: Readable): AsyncGenerator<Uint8Array> {
  const waiting: Uint8Array[] = []
  let length = 0
  let ended = false
  let error: Error | null = null
  let wake = (): void => undefined
  stream.on('data', (chunk: Uint8Array) => {
    waiting.push(chunk)
    length += chunk.length
    if (length >= WAITING_LIMIT) stream.pause()
    wake()
  })
  stream.on('error', (found) => {
    error = found
    wake()
  })
  stream.on('close', () => {
    ended = true
    wake()
  })
  for (;;) {
    while (waiting.length > 0) {
      const chunk = waiting.shift()!
      length -= chunk.length
      yield chunk
    }
    if (error) throw error
    if (ended) return
    stream.resume()
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}

function hasZstd(): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('zstd', ['--version'], { stdio: 'ignore' })
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}
