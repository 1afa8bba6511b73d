/** Imports from their first file to their removal: taken in, read one after another in a thread, opened when asked for. */

import { randomBytes } from 'node:crypto'
import { createWriteStream, mkdirSync, rmSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { Worker } from 'node:worker_threads'
import { type ImportRecord, loadRecords, saveRecord, uploadOf } from '#lib/store/import-record'
import type { PostmortemDesk } from '../postmortems/create-postmortem-desk.ts'
import { endThread, startThread } from '../start-thread.ts'
import { type OpenImport, openImport } from './open-import.ts'
import type { ImportJob, ImportNews } from './run-imports.ts'

export const LEAVES_WITHIN_MS = 5_000
const MAX_IMPORTS = 50
/** Whoever sends nothing for so long has gone. */
export const SENT_WITHIN_MS = 120_000
/** Left free on the disk, whatever is imported. */
const SPARE_BYTES = 1_000_000_000
/** What is read out of a file takes about as much again. */
const ROOM_TIMES = 2
const OPENED_MOST = 4
const UNREAD = { uploaded: false, kind: null, why: '', entries: 0, taken: 0 }

export type GivenFile = { name: string; bytes: number; modifiedAtMs: number; loadBalancer: string | null }
export type ImportDesk = ReturnType<typeof createImportDesk>
type Refusal = { ok: false; code: string; message: string }

export function createImportDesk(port: { dataDir: string; postmortems: PostmortemDesk; now: () => number }) {
  const home = path.join(port.dataDir, 'imports')
  const records = new Map<string, ImportRecord>()
  const opened = new Map<string, Promise<OpenImport>>()
  const waiting: string[] = []
  /** Of imports whose files are being sent: how many just now, and when one of them last came or went. */
  const arriving = new Map<string, { files: number; atMs: number }>()
  let reading: { id: string; thread: Worker } | null = null

  const folderOf = (id: string) => path.join(home, id)
  const refuse = (code: string, message: string): Refusal => ({ ok: false, code, message })
  for (const record of loadRecords(home)) {
    records.set(record.id, record)
    // What was under way when the dashboard ended is not gone on with.
    if (record.state === 'uploading' || record.state === 'reading')
      finish(record, 'The dashboard was stopped before it was read to its end.')
  }

  function finish(record: ImportRecord, problem: string | null): void {
    Object.assign(record, { state: problem === null ? 'ready' : 'failed', problem })
    for (const number of record.files.keys()) rmSync(uploadOf(folderOf(record.id), number), { force: true })
    saveRecord(folderOf(record.id), record)
  }

  function arrives(id: string, files: 1 | -1): void {
    arriving.set(id, { files: (arriving.get(id)?.files ?? 0) + files, atMs: port.now() })
  }

  /** A page was closed before all was sent. */
  function giveUp(): void {
    for (const record of records.values()) {
      const last = arriving.get(record.id)
      if (record.state !== 'uploading' || (last && last.files > 0)) continue
      if (port.now() - (last?.atMs ?? record.createdAtMs) > SENT_WITHIN_MS)
        finish(record, 'Its files were not all sent.')
    }
    for (const id of arriving.keys()) if (records.get(id)?.state !== 'uploading') arriving.delete(id)
  }

  function readNext(): void {
    const id = reading ? undefined : waiting.shift()
    const record = id === undefined ? undefined : records.get(id)
    if (id === undefined || !record) return
    const thread = startThread(new URL('./run-imports.ts', import.meta.url))
    reading = { id, thread }
    const end = (problem: string | null) => {
      if (reading?.thread !== thread) return
      reading = null
      finish(records.get(id) ?? record, problem)
      endThread(thread)
      readNext()
    }
    thread.on('message', (news: ImportNews) => {
      // What was removed may still tell of itself.
      if (reading?.thread !== thread) return
      records.set(id, { ...news.record, state: 'reading' })
      if (news.done) end(news.problem)
    })
    thread.on('error', (error) => end(error.message))
    thread.on('exit', () => end('The reading thread ended.'))
    thread.postMessage({ folder: folderOf(id), record } satisfies ImportJob)
  }

  /** It stops by itself, with its record closed; one that does not is ended. */
  async function leave(thread: Worker): Promise<void> {
    const stopped = new Promise<boolean>((resolve) => {
      thread.on('message', (news: ImportNews) => news.done && resolve(true))
      thread.on('exit', () => resolve(true))
      setTimeout(() => resolve(false), LEAVES_WITHIN_MS).unref()
    })
    thread.postMessage('stop')
    if (await stopped) endThread(thread)
    else await thread.terminate()
  }

  async function remove(id: string): Promise<boolean> {
    if (!records.delete(id)) return false
    // The next in the line is not to wait for it.
    if (waiting.includes(id)) waiting.splice(waiting.indexOf(id), 1)
    if (reading?.id === id) {
      const { thread } = reading
      reading = null
      await leave(thread)
    }
    const open = opened.get(id)
    opened.delete(id)
    await open?.then((one) => one.close()).catch(() => {})
    rmSync(folderOf(id), { recursive: true, force: true })
    readNext()
    return true
  }

  return {
    list(): ImportRecord[] {
      giveUp()
      return [...records.values()].sort((a, b) => b.createdAtMs - a.createdAtMs)
    },
    get: (id: string) => records.get(id) ?? null,
    create(name: string, files: GivenFile[], by: string): { ok: true; record: ImportRecord } | Refusal {
      if (records.size >= MAX_IMPORTS)
        return refuse('too_many', `There are ${MAX_IMPORTS} imports; remove one first.`)
      const id = randomBytes(9).toString('base64url')
      mkdirSync(folderOf(id), { recursive: true })
      const of = files.reduce((sum, file) => sum + file.bytes, 0)
      const { bavail, bsize } = statfsSync(home)
      if (bavail * bsize < of * ROOM_TIMES + SPARE_BYTES) {
        rmSync(folderOf(id), { recursive: true })
        return refuse('no_room', 'There is no room for these files on the disk.')
      }
      const record: ImportRecord = {
        ...{ version: 1, id, name, by, createdAtMs: port.now(), state: 'uploading', problem: null },
        files: files.map((file) => ({ ...file, ...UNREAD, refused: {} })),
        ...{ read: { bytes: 0, of }, fromMs: null, toMs: null, events: 0, incidents: 0 },
      }
      records.set(id, record)
      saveRecord(folderOf(id), record)
      return { ok: true, record }
    },
    /** Starts to read when every file is there. */
    async take(id: string, number: number, body: ReadableStream | null): Promise<{ ok: true } | Refusal> {
      const record = records.get(id)
      const file = record?.files[number]
      if (!record || !file) return refuse('not_found', 'There is no such import or file.')
      if (record.state !== 'uploading' || file.uploaded) return refuse('taken', 'It is there already.')
      let size = 0
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length
          done(size > file.bytes ? new Error('longer than was said') : null, chunk)
        },
      })
      arrives(id, 1)
      try {
        const from = body ? Readable.fromWeb(body) : Readable.from([])
        await pipeline(from, measure, createWriteStream(uploadOf(folderOf(id), number)))
      } catch (error) {
        return refuse('upload', `${file.name} did not arrive: ${(error as Error).message}.`)
      } finally {
        arrives(id, -1)
      }
      if (size !== file.bytes) return refuse('upload', `${file.name} did not arrive whole.`)
      file.uploaded = true
      if (record.files.every((one) => one.uploaded)) {
        record.state = 'reading'
        waiting.push(id)
        readNext()
      }
      return { ok: true }
    },
    remove,
    /** Null where there is none that was read. */
    async open(id: string): Promise<OpenImport | null> {
      const record = records.get(id)
      if (record?.state !== 'ready') return null
      const known = opened.get(id) ?? openImport(folderOf(id), record, port.postmortems)
      opened.delete(id)
      opened.set(id, known)
      known.catch(() => opened.delete(id))
      for (const [oldest, one] of [...opened].slice(0, Math.max(0, opened.size - OPENED_MOST))) {
        opened.delete(oldest)
        void one.then((each) => each.close()).catch(() => {})
      }
      return known
    },
    async stop(): Promise<void> {
      const thread = reading?.thread
      reading = null
      if (thread) await leave(thread)
      await Promise.allSettled([...opened.values()].map(async (one) => (await one).close()))
    },
  }
}
