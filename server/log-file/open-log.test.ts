import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { openLogFile, openLogStream } from './open-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'polygraph-log-'))
afterAll(() => rmSync(folder, { recursive: true }))

const TEXT = Array.from(
  { length: 40_000 },
  (_, line) => `127.0.0.1:${line} [22/Nov/2026:04:00:00.000] fe be/s${(line * 7919) % 97}`,
).join('\n')

/** All that a file says, and how it ended. */
async function readAll(name: string, bytes: Uint8Array) {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  const opened = await openLogFile(path)
  if (!('chunks' in opened)) return { reason: opened.problem.reason, text: '' }
  const pieces: Uint8Array[] = []
  for await (const piece of opened.chunks) pieces.push(piece)
  expect(opened.sizeBytes).toBe(bytes.length)
  const { compression, readBytes, problem } = opened
  return {
    text: Buffer.concat(pieces).toString(),
    compression,
    readBytes: readBytes(),
    reason: problem()?.reason ?? null,
  }
}

const gzipped = gzipSync(TEXT)
const zstd = spawnSync('zstd', ['-cq'], { input: TEXT, maxBuffer: 1 << 26 })

const archives: [string, Buffer][] = [['gzip', gzipped]]
// Only where the program is there: nothing else can write it with Node 20.
if (zstd.status === 0) archives.push(['zstd', zstd.stdout])

describe.each(archives)('%s', (compression, bytes) => {
  it('is opened whatever it is called, and counts the compressed bytes', async () => {
    expect(await readAll('access.log.1', bytes)).toEqual({
      text: TEXT,
      compression,
      readBytes: bytes.length,
      reason: null,
    })
  })

  it('is read through several archives one after the other', async () => {
    const { text, reason } = await readAll('twice.gz', Buffer.concat([bytes, bytes]))
    expect([text === TEXT + TEXT, reason]).toEqual([true, null])
  })

  it('gives what comes before the place where it was cut, and says so', async () => {
    const { text, reason } = await readAll('cut.gz', bytes.subarray(0, bytes.length - 40))
    expect(reason).toBe('archive-cut')
    // Zstandard keeps a block for itself until it is whole.
    expect(text.length).toBeGreaterThan(compression === 'gzip' ? TEXT.length * 0.99 : TEXT.length * 0.9)
    expect(TEXT.startsWith(text)).toBe(true)
  })

  it('says that it is damaged', async () => {
    const damaged = Buffer.from(bytes)
    damaged.fill(0xff, damaged.length >> 1, (damaged.length >> 1) + 64)
    expect(await readAll('damaged.gz', damaged)).toMatchObject({ reason: 'archive-corrupt' })
  })
})

it.each([
  ['text.gz', Buffer.from(TEXT), 'none', null],
  ['short', Buffer.from('(x'), 'none', null],
  ['empty', Buffer.alloc(0), 'none', null],
])('reads %s as the text that it is', async (name, bytes, compression, reason) => {
  const read = await readAll(name, bytes)
  expect(read).toMatchObject({ text: bytes.toString(), compression, reason })
})

it.each([
  ['bz2', Buffer.from('BZh91AY&SY'), 'unsupported-compression'],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0]), 'unsupported-compression'],
])('says that it does not open %s', async (name, bytes, reason) => {
  expect(await readAll(name, bytes)).toMatchObject({ reason })
})

it('names what is wrong with a path', async () => {
  expect(await openLogFile(join(folder, 'nowhere'))).toMatchObject({ problem: { reason: 'not-found' } })
  expect(await openLogFile(folder)).toMatchObject({ problem: { reason: 'is-folder' } })
})

it('does not wait for more of a stream than it needs, and lets go of it', async () => {
  let closed = false
  async function* live(): AsyncGenerator<Uint8Array> {
    try {
      yield Buffer.from('<1')
      await new Promise(() => undefined)
    } finally {
      closed = true
    }
  }
  const opened = await openLogStream(live())
  if (!('chunks' in opened)) throw new Error(opened.problem.message)
  for await (const chunk of opened.chunks) {
    expect(Buffer.from(chunk).toString()).toBe('<1')
    break
  }
  expect(closed).toBe(true)
})

it('leaves an archive half way', async () => {
  const path = join(folder, 'half.gz')
  writeFileSync(path, gzipped)
  const opened = await openLogFile(path)
  if (!('chunks' in opened)) throw new Error(opened.problem.message)
  for await (const chunk of opened.chunks) {
    expect(chunk.length).toBeGreaterThan(0)
    break
  }
  expect(opened.problem()).toBeNull()
})
