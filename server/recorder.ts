/** Writes everything that sources say into a recording, as it comes, for `replay`. */

import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { RawInput } from '#lib/model/raw-input'
import { textsOf } from '#lib/sources/syslog/cut-lines'
import { RECORDING_VERSION } from './collectors/recording.ts'
import type { Taken } from './intake.ts'

/** Bytes waiting for the disk; past this, entries are left out and counted. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024

export function createRecorder(file: string, startedAtMs: number, lost: (count: number) => void) {
  const gzip = createGzip()
  const disk = createWriteStream(file)
  gzip.pipe(disk)
  gzip.write(
    `${JSON.stringify({ polygraphRecording: RECORDING_VERSION, title: path.basename(file), startedAtMs })}\n`,
  )
  const recorder = {
    write({ source, loadBalancer, kind, atMs, text, worker }: RawInput) {
      if (gzip.writableLength > MAX_WAITING_BYTES) return lost(1)
      gzip.write(`${JSON.stringify({ source, loadBalancer, kind, atMs, text, worker: worker ?? null })}\n`)
    },
    /** Everything that is taken is written before. */
    before({ take, takeLines }: Taken): Taken {
      return {
        take(raw) {
          recorder.write(raw)
          take(raw)
        },
        takeLines(lines) {
          const { source, loadBalancer, atMs } = lines
          for (const text of textsOf(lines.bytes))
            recorder.write({ source, loadBalancer, kind: 'log', atMs, text })
          takeLines(lines)
        },
      }
    },
    async stop() {
      gzip.end()
      await finished(disk)
    },
  }
  return recorder
}
