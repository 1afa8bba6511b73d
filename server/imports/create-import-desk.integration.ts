import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ReadableStream, type ReadableStreamDefaultController } from 'node:stream/web'
import { expect, test, vi } from 'vitest'
import { writeMorningLog } from '#lib/pipeline/scripted-log'
import type { PostmortemDesk } from '../postmortems/create-postmortem-desk.ts'
import { createImportDesk, SENT_WITHIN_MS } from './create-import-desk.ts'

const log = Buffer.from(writeMorningLog())
const body = () => new Blob([log]).stream() as ReadableStream

test('one that is removed while it is read stops, leaves nothing, and the next is read', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'polygraph-imports-'))
  const desk = createImportDesk({ dataDir, postmortems: {} as PostmortemDesk, now: () => 1_792_500_000_000 })
  const file = { name: 'a.log', bytes: log.length, modifiedAtMs: 1_792_500_000_000, loadBalancer: null }
  try {
    const [first, second] = ['first', 'second'].map((name) => {
      const made = desk.create(name, [file], 'me')
      if (!made.ok) throw new Error(made.message)
      return made.record.id
    }) as [string, string]
    for (const id of [first, second]) await desk.take(id, 0, body())
    await vi.waitFor(() => expect(desk.get(first)?.read.bytes).toBeGreaterThan(0), {
      timeout: 25_000,
      interval: 1,
    })
    expect(await desk.remove(first)).toBe(true)
    expect(desk.list().map(({ id }) => id)).toEqual([second])
    expect(readdirSync(path.join(dataDir, 'imports'))).toEqual([second])
    await vi.waitFor(() => expect(desk.get(second)?.state).toBe('ready'), { timeout: 25_000, interval: 50 })
  } finally {
    await desk.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

test('one that is removed while it waits holds up nobody, and leaves nothing', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'polygraph-imports-'))
  const desk = createImportDesk({ dataDir, postmortems: {} as PostmortemDesk, now: () => 1_792_500_000_000 })
  const file = { name: 'a.log', bytes: log.length, modifiedAtMs: 1_792_500_000_000, loadBalancer: null }
  try {
    const ids: string[] = []
    for (const name of ['first', 'second', 'third']) {
      const made = desk.create(name, [file], 'me')
      if (!made.ok) throw new Error(made.message)
      ids.push(made.record.id)
      expect(await desk.take(made.record.id, 0, body())).toEqual({ ok: true })
    }
    const [first, second, third] = ids as [string, string, string]
    expect(await desk.remove(second)).toBe(true)
    await vi.waitFor(
      () => expect([first, third].map((id) => desk.get(id)?.state)).toEqual(['ready', 'ready']),
      { timeout: 25_000, interval: 50 },
    )
    expect(desk.get(third)).toMatchObject({ incidents: 1, files: [{ taken: 4_801 }] })
    expect(readdirSync(path.join(dataDir, 'imports')).sort()).toEqual([first, third].sort())
  } finally {
    await desk.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

test('an upload that nobody goes on with is given up, one that is under way is not', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'polygraph-imports-'))
  let nowMs = 1_792_500_000_000
  const desk = createImportDesk({ dataDir, postmortems: {} as PostmortemDesk, now: () => nowMs })
  const file = { name: 'a.log', bytes: 3, modifiedAtMs: nowMs, loadBalancer: null }
  try {
    const [left, slow] = ['left', 'slow'].map((name) => {
      const made = desk.create(name, [file, file], 'me')
      if (!made.ok) throw new Error(made.message)
      return made.record.id
    }) as [string, string]
    let send: ReadableStreamDefaultController | null = null
    const body = new ReadableStream({
      start(controller) {
        send = controller
      },
    })
    const arriving = desk.take(slow, 0, body as never)
    const states = () => [left, slow].map((id) => desk.list().find((one) => one.id === id)?.state)
    expect(states()).toEqual(['uploading', 'uploading'])
    nowMs += SENT_WITHIN_MS + 1
    expect(states()).toEqual(['failed', 'uploading'])
    expect(desk.get(left)?.problem).toBe('Its files were not all sent.')
    send!.enqueue(Buffer.from('abc'))
    send!.close()
    expect(await arriving).toEqual({ ok: true })
    nowMs += SENT_WITHIN_MS
    expect(states()).toEqual(['failed', 'uploading'])
    nowMs += 1
    expect(states()).toEqual(['failed', 'failed'])
  } finally {
    await desk.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
