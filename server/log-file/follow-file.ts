/** A file that is still being written, from its beginning on: through truncation and rotation, until it is no longer wanted. */

import { type FileHandle, open, stat } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

const CHUNK_BYTES = 1024 * 1024
const LOOK_EVERY_MS = 200
/** A file that was renamed away is read on for so long: its writer may not know yet. */
const LEAVE_AFTER_MS = 2_000

/** `cut`: what follows is another file's, or it was begun anew. */
export type FollowedPiece = { bytes: Uint8Array; cut: boolean }

export async function* followFile(path: string, signal: AbortSignal): AsyncGenerator<FollowedPiece> {
  let isNext = false
  while (!signal.aborted) {
    const handle = await open(path, 'r').catch(() => null)
    if (!handle) {
      // Between two of them there may be none.
      await pause(signal)
      continue
    }
    try {
      for await (const piece of followHandle(handle, path, signal)) {
        yield { bytes: piece.bytes, cut: piece.cut || isNext }
        isNext = false
      }
    } finally {
      await handle.close()
    }
    isNext = true
  }
}

/** Ends where the path has come to mean another file, and this one is silent. */
async function* followHandle(
  handle: FileHandle,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<FollowedPiece> {
  const { ino } = await handle.stat()
  let at = 0
  let leftAtMs: number | null = null
  let cut = false
  /** What is there when it is no longer wanted is read; nothing that comes after. */
  let endAt: number | null = null
  for (;;) {
    if (signal.aborted) endAt ??= (await handle.stat()).size
    if (endAt !== null && at >= endAt) return
    const bytes = Buffer.allocUnsafe(CHUNK_BYTES)
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, at)
    if (bytesRead > 0) {
      at += bytesRead
      leftAtMs = null
      yield { bytes: bytes.subarray(0, bytesRead), cut }
      cut = false
      continue
    }
    if (endAt !== null) return
    if ((await handle.stat()).size < at) {
      at = 0
      cut = true
      continue
    }
    const now = await stat(path).catch(() => null)
    if (now?.ino === ino) leftAtMs = null
    else leftAtMs ??= performance.now()
    if (leftAtMs !== null && performance.now() - leftAtMs > LEAVE_AFTER_MS) return
    await pause(signal)
  }
}

const pause = (signal: AbortSignal) => wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
