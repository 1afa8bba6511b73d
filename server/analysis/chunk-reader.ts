/** A log's reader that is given pieces, cut anywhere: of lines, or of frames with their length in front. */

import { createLogReader, type LogParts, type ReadOptions } from '#lib/analysis/read-log'
import { compileFormat } from '#lib/sources/compile-format'
import { endStream, isCounted, splitStream, startStream } from '#lib/sources/syslog/split-stream'

/** A user's format is handed on as text: a compiled one cannot leave its thread. */
export type PartOptions = Omit<ReadOptions, 'logFormat'> & { logFormatText: string | null }

/** What goes on for longer is no line. */
export const LINE_MOST_BYTES = 1024 * 1024
const NEWLINE = 10

export type ChunkReader = ReturnType<typeof createChunkReader>

export function createChunkReader(options: PartOptions) {
  const reader = createReader(options)
  let state: ReturnType<typeof startStream> | null = null
  let rest: Buffer = Buffer.alloc(0)
  let skipping = false
  /** Bytes that came, those in `rest` included. */
  let bytes = 0

  function takeLines(chunk: Uint8Array): void {
    let piece =
      rest.length > 0
        ? Buffer.concat([rest, chunk])
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    if (skipping) piece = piece.subarray(piece.indexOf(NEWLINE) + 1 || piece.length)
    skipping &&= piece.length === 0
    rest = Buffer.from(piece.subarray(reader.lines(piece, 0, piece.length, bytes - piece.length)))
    if (rest.length <= LINE_MOST_BYTES) return
    reader.frames([tooLong(rest)])
    rest = Buffer.alloc(0)
    skipping = true
  }

  /** What has no end is whole: nothing more comes. */
  function finish(): void {
    if (state) reader.frames(endStream(state))
    else if (rest.length > 0)
      reader.lines(Buffer.concat([rest, Buffer.from('\n')]), 0, rest.length + 1, bytes - rest.length)
    rest = Buffer.alloc(0)
    skipping = false
  }

  return {
    bytes: () => bytes,
    take(chunk: Uint8Array): void {
      if (bytes === 0 && isCounted(Buffer.from(chunk.subarray(0, 16)).toString('latin1')))
        state = startStream('auto')
      bytes += chunk.length
      if (state) {
        const split = splitStream(state, chunk)
        state = split.state
        reader.frames(split.frames)
      } else takeLines(chunk)
    },
    /** Another file follows. */
    cut(): void {
      finish()
      if (state) state = startStream('auto')
    },
    /** So far; it may be given more. */
    parts: reader.parts,
    end(): LogParts {
      finish()
      return reader.end()
    },
  }
}

export const tooLong = (bytes: Buffer) => ({
  ...{ reason: 'line-too-long' as const, raw: bytes.toString('utf8', 0, 400) },
})

export function createReader({ logFormatText, ...options }: PartOptions) {
  const compiled = logFormatText === null ? null : compileFormat(logFormatText, options.dialect)
  if (compiled && !compiled.ok) throw new Error(compiled.error.message)
  return createLogReader({ ...options, logFormat: compiled })
}
