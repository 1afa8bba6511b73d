/** One part of a log through a reader: a stretch of a file as it lies on the disk, or what is unpacked from it. */

import { closeSync, openSync, readSync } from 'node:fs'
import type { LogParts } from '#lib/analysis/read-log'
import {
  createChunkReader,
  createReader,
  LINE_MOST_BYTES,
  type PartOptions,
  tooLong,
} from './chunk-reader.ts'

const NEWLINE = 10

export type FilePart = { path: string; start: number; end: number }
/** Bytes since the last time. */
export type Progress = (bytes: number) => void

/** Lines that begin from `start` on and before `end`; the last one is read to its end. It is a thread's only work: it waits for the disk. */
export function readFilePart(part: FilePart, options: PartOptions, progress: Progress): LogParts {
  const reader = createReader(options)
  const file = openSync(part.path, 'r')
  try {
    // A line that begins before `start` is the part's before: its end is looked for from the byte before.
    let at = Math.max(0, part.start - 1)
    let skipping = part.start > 0
    let kept = 0
    for (;;) {
      const bytes = reader.input()
      const bytesRead = readSync(file, bytes, kept, bytes.length - kept - 1, at)
      at += bytesRead
      progress(bytesRead)
      const filled = kept + bytesRead
      const base = at - filled
      let from = 0
      if (skipping) {
        const first = bytes.subarray(0, filled).indexOf(NEWLINE)
        from = first < 0 ? filled : first + 1
        skipping = first < 0 && bytesRead > 0
      }
      if (base + from >= part.end) break
      const until = endOfPart(bytes, filled, at, part.end)
      if (bytesRead === 0) {
        // The file's last line may have no end.
        bytes[filled] = NEWLINE
        if (filled > from) reader.inputLines(from, filled + 1, base)
        break
      }
      const done = reader.inputLines(from, until, base)
      if (until < filled) break
      reader.input().copyWithin(0, done, filled)
      kept = filled - done
      if (kept <= LINE_MOST_BYTES) continue
      reader.frames([tooLong(reader.input())])
      kept = 0
      skipping = true
    }
    return reader.end()
  } finally {
    closeSync(file)
  }
}

/** Where in the bytes the line ends that holds the part's last byte; all of them where it goes on. */
function endOfPart(bytes: Buffer, filled: number, at: number, end: number): number {
  const last = end - 1 - (at - filled)
  if (last >= filled) return filled
  const close = bytes.subarray(0, filled).indexOf(NEWLINE, Math.max(0, last))
  return close < 0 ? filled : close + 1
}

/** What comes piece by piece: unpacked, from a pipe, or in frames with their length in front. */
export async function readChunks(
  chunks: AsyncIterable<Uint8Array>,
  options: PartOptions,
  read: () => void,
): Promise<{ parts: LogParts; bytes: number }> {
  const reader = createChunkReader(options)
  for await (const chunk of chunks) {
    reader.take(chunk)
    read()
  }
  return { parts: reader.end(), bytes: reader.bytes() }
}
