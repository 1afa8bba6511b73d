/** What a log that is being opened gives: its bytes as text was written, and how far it was read. */

import type { Compression } from '#lib/sources/compression'

export type LogProblem = {
  reason:
    | 'not-found'
    | 'no-permission'
    | 'is-folder'
    | 'unreadable'
    | 'unsupported-compression'
    | 'zstd-missing' // Node has no Zstandard of its own before 22.15, and there is no such program
    | 'archive-cut' // it ends too early: what came before is good
    | 'archive-corrupt'
  /** For people, with what to do about it. */
  message: string
}

export type LogBytes = {
  compression: Compression
  /** Of the file as it lies there; null for a stream. */
  sizeBytes: number | null
  /** Of these so far: compressed bytes where it is compressed. */
  readBytes: () => number
  /** Decompressed. Ends early, without an exception, where `problem` then tells why. */
  chunks: AsyncIterable<Uint8Array>
  problem: () => LogProblem | null
}
