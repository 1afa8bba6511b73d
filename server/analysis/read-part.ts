/** One part of a log through a reader: a stretch of a file as it lies on the disk, or what is unpacked from it. */

import { closeSync, openSync, readSync } from 'node:fs'
import { createLogReader, type LogParts, type ReadOptions } from '#lib/analysis/read-log'
import { compileFormat } from '#lib/sources/compile-format'
import { endStream, isCounted, splitStream, startStream } from '#lib/sources/syslog/split-stream'

const NEWLINE = 10
/** What goes on for longer is no line. */
const LINE_MOST_BYTES = 1024 * 1024

/** A user's format is handed on as text: a compiled one cannot leave its thread. */
export type PartOptions = Omit<ReadOptions, 'logFormat'> & { logFormatText: string | null }
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
  const reader = createReader(options)
  let state: ReturnType<typeof startStream> | null = null
  let rest: Buffer = Buffer.alloc(0)
  let isFirst = true
  let skipping = false
  /** Bytes that came, those in `rest` included. */
  let bytes = 0
  for await (const chunk of chunks) {
    let piece =
      rest.length > 0
        ? Buffer.concat([rest, chunk])
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    if (isFirst && isCounted(piece.toString('latin1', 0, 16))) state = startStream('auto')
    isFirst = false
    bytes += chunk.length
    if (state) {
      const split = splitStream(state, chunk)
      state = split.state
      reader.frames(split.frames)
    } else {
      if (skipping) piece = piece.subarray(piece.indexOf(NEWLINE) + 1 || piece.length)
      skipping &&= piece.length === 0
      rest = Buffer.from(piece.subarray(reader.lines(piece, 0, piece.length, bytes - piece.length)))
      if (rest.length > LINE_MOST_BYTES) {
        reader.frames([tooLong(rest)])
        rest = Buffer.alloc(0)
        skipping = true
      }
    }
    read()
  }
  if (state) reader.frames(endStream(state))
  else if (rest.length > 0)
    reader.lines(Buffer.concat([rest, Buffer.from('\n')]), 0, rest.length + 1, bytes - rest.length)
  return { parts: reader.end(), bytes }
}

const tooLong = (bytes: Buffer) => ({ reason: 'line-too-long' as const, raw: bytes.toString('utf8', 0, 400) })

function createReader({ logFormatText, ...options }: PartOptions) {
  const compiled = logFormatText === null ? null : compileFormat(logFormatText, options.dialect)
  if (compiled && !compiled.ok) throw new Error(compiled.error.message)
  return createLogReader({ ...options, logFormat: compiled })
}
