/** Follows a log file from its end, through rotation, truncation and absence. */

import { type FSWatcher, watch } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import path from 'node:path'
import { toLines } from '#lib/sources/syslog/cut-lines'
import type { FileSetting } from '../settings/settings.ts'
import type { Collector, CollectorPort } from './collector.ts'
import { createDeframer, type Frames } from './deframer.ts'

const CHUNK_BYTES = 64 * 1024
/** Where the file system tells nothing, we look this often. */
const LOOK_EVERY_MS = 250

/** A file that was renamed away is read on until it has been silent this long: its writer may not know yet. */
const LEAVE_AFTER_MS = 5000

type Followed = {
  handle: FileHandle
  inode: number
  offset: number
  deframer: ReturnType<typeof createDeframer>
  grewAtMs: number
}

export function tailFile(setting: FileSetting, source: string, port: CollectorPort): Collector {
  port.desk.open(source, 'file', setting.path, setting.loadBalancer)
  let file: Followed | null = null
  let leaving: Followed | null = null
  let busy = false
  let again = false
  let stopped = false
  let seenMissing = false
  let watcher: FSWatcher | null = null

  const { loadBalancer } = setting
  function give({ frames, rejects }: Frames) {
    const atMs = port.now()
    const { lines, frames: several } = toLines(frames)
    if (lines) port.intake.offerLines({ source, loadBalancer, atMs, ...lines })
    for (const text of several) port.intake.offer({ source, loadBalancer, kind: 'log', atMs, text })
    for (const { reason, raw } of rejects) port.desk.reject(source, reason, raw)
  }

  async function readOn(from: Followed) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    while (!stopped && port.intake.fullness(source) < 0.5) {
      const { bytesRead } = await from.handle.read(chunk, 0, CHUNK_BYTES, from.offset)
      if (!bytesRead) return
      from.offset += bytesRead
      from.grewAtMs = port.now()
      give(from.deframer.push(chunk.subarray(0, bytesRead)))
    }
    again = true
  }

  async function leave(gone: Followed) {
    give(gone.deframer.end())
    await gone.handle.close()
  }

  async function look() {
    if (leaving) {
      await readOn(leaving)
      if (port.now() - leaving.grewAtMs > LEAVE_AFTER_MS) {
        await leave(leaving)
        leaving = null
      }
    }
    if (file) {
      await readOn(file)
      // Asked after reading: what was read is never more than there is, but by truncation.
      const { size } = await file.handle.stat()
      if (size < file.offset) {
        Object.assign(file, { offset: 0, deframer: createDeframer() })
        await readOn(file)
      }
    }
    const now = await stat(setting.path).catch(() => null)
    if (file) {
      if (now && now.ino === file.inode) return
      if (!now) seenMissing = true
      if (leaving) await leave(leaving)
      leaving = Object.assign(file, { grewAtMs: port.now() })
      file = null
    }
    if (!now) {
      if (!seenMissing) port.desk.lost(source, `${setting.path} does not exist yet; waiting for it`, null)
      seenMissing = true
      return
    }
    const rotated = seenMissing || port.desk.get(source)?.state !== 'connecting'
    const handle = await open(setting.path, 'r')
    // At start-up only what is new counts; a file that appears later is read whole.
    file = {
      handle,
      inode: now.ino,
      offset: rotated ? 0 : now.size,
      deframer: createDeframer(),
      grewAtMs: port.now(),
    }
    seenMissing = false
    port.desk.waiting(source)
    await readOn(file)
  }

  async function run() {
    if (busy || stopped) {
      again = true
      return
    }
    busy = true
    do {
      again = false
      await look().catch((error: Error) => port.desk.lost(source, error.message, port.now() + LOOK_EVERY_MS))
    } while (again && !stopped && port.intake.fullness(source) < 0.5)
    busy = false
  }

  try {
    watcher = watch(path.dirname(setting.path), () => void run())
    watcher.on('error', () => watcher?.close())
  } catch {
    // Looking on a beat is enough.
  }
  const timer = setInterval(run, LOOK_EVERY_MS)
  void run()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      watcher?.close()
      for (const open of [file, leaving]) await open?.handle.close().catch(() => undefined)
    },
  }
}
