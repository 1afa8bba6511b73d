/** A recording: gzipped NDJSON, a header line, then raw input as sources gave it, in order of time. */

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'

export const RECORDING_VERSION = 1
/** A longer line in a recording is not read. */
export const RECORDING_LINE_CHARS = 64 * 1024 * 1024

const header = z.object({
  polygraphRecording: z.literal(RECORDING_VERSION),
  title: z.string(),
  startedAtMs: z.number(),
})
export const rawInputSchema = z.object({
  source: z.string().min(1).max(200),
  loadBalancer: z.string().max(200).nullable().default(null),
  kind: z.enum(['stats', 'info', 'servers-state', 'processes', 'sessions', 'stick-table', 'log', 'host']),
  atMs: z.number(),
  text: z.string(),
  worker: z.string().nullable().optional(),
})

export type RecordingHeader = z.output<typeof header>
export type RecordedInput = z.output<typeof rawInputSchema>

/** Yields the header, then every entry; a broken line ends it with an error that names the line. */
export async function* readRecording(
  file: string,
  text: NodeJS.ReadableStream = unpacked(file),
): AsyncGenerator<RecordingHeader | RecordedInput> {
  const lines = createInterface({ input: text })
  let number = 0
  for await (const line of lines) {
    number++
    if (!line.trim()) continue
    if (line.length > RECORDING_LINE_CHARS) throw new Error(`${file}:${number}: the line is too long`)
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      throw new Error(`${file}:${number}: not JSON; a recording is NDJSON, one entry a line`)
    }
    const parsed = (number === 1 ? header : rawInputSchema).safeParse(value)
    if (!parsed.success)
      throw new Error(
        number === 1
          ? `${file}: not a Polygraph recording of version ${RECORDING_VERSION}`
          : `${file}:${number}: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
      )
    yield parsed.data
  }
}

function unpacked(file: string): NodeJS.ReadableStream {
  const stream = createReadStream(file)
  return file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream
}
