/** Follows a log file from its end, through rotation, truncation and absence. */

import { type FSWatcher, watch } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import path from 'node:path'
import type { FileSetting } from '../settings/settings.ts'
import type { Collector, CollectorPort } from './collector.ts'
import { createDeframer } from './deframer.ts'

const CHUNK_BYTES = 256 * 1024
/** Where the file system tells nothing, we look this often. */
const LOOK_EVERY_MS = 250

type Followed = { handle: FileHandle; inode: number; offset: number }

export function tailFile(setting: FileSetting, source: string, port: CollectorPort): Collector {
  port.desk.open(source, 'file', setting.path, setting.loadBalancer)
  let file: Followed | null = null
  let deframer = createDeframer('lines')
  let busy = false
  let again = false
  let stopped = false
  let seenMissing = false
  let watcher: FSWatcher | null = null

  function give({ frames, rejects }: ReturnType<typeof deframer.push>) {
    for (const text of frames)
      port.intake.offer({ source, loadBalancer: setting.loadBalancer, kind: 'log', atMs: port.now(), text })
    for (const { reason, raw } of rejects) port.desk.reject(source, reason, raw)
  }

  async function readOn(from: Followed) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    while (!stopped && port.intake.fullness(source) < 0.5) {
      const { bytesRead } = await from.handle.read(chunk, 0, CHUNK_BYTES, from.offset)
      if (!bytesRead) return
      from.offset += bytesRead
      give(deframer.push(chunk.subarray(0, bytesRead)))
    }
    again = true
  }

  async function look() {
    const now = await stat(setting.path).catch(() => null)
    if (file) {
      await readOn(file)
      if (now && now.ino === file.inode && now.size >= file.offset) return
      if (now && now.ino === file.inode) {
        file.offset = 0 // truncated in place
        deframer = createDeframer('lines')
        return readOn(file)
      }
      if (!now) seenMissing = true
      give(deframer.end())
      deframer = createDeframer('lines')
      await file.handle.close()
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
    file = { handle, inode: now.ino, offset: rotated ? 0 : now.size }
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
      await file?.handle.close().catch(() => undefined)
    },
  }
}
