/** A log's bytes → its records one after the other: HAProxy's traffic by the scanner, all else by the general reader. */

import type { RawInput } from '#lib/model/raw-input'
import type { LogReading } from '#lib/model/reading'
import { type RawRead, readLog, sentOf } from '#lib/pipeline/read-raw'
import type { LogFormat } from '#lib/sources/haproxy/log/compile-log-format'
import { learnPrefix, type Prefix } from '#lib/sources/haproxy/scan/prefix'
import { createRowScanner } from '#lib/sources/haproxy/scan/scan-rows'
import { textsOf } from '#lib/sources/syslog/cut-lines'
import { endPartials, joinPartials, startPartials } from '#lib/sources/syslog/join-partials'
import type { StreamFrame } from '#lib/sources/syslog/split-stream'
import { createLineCutter } from '../collectors/deframer.ts'

type Port = {
  /** Whose lines they are; `atMs` is about when they were written, for dates without a year. */
  of: () => Pick<RawInput, 'source' | 'loadBalancer' | 'atMs'>
  logFormat: LogFormat | null
  /** Each line that is one, in their order; its text where it was read as that. */
  read: (read: RawRead, text: string | null) => void
  /** What is no line: too long, cut. */
  dropped: (reason: string, raw: string) => void
}

/** `auto` believes counts in front of lines, as sockets have them. */
export function createRecordReader(mode: 'auto' | 'lines', { of, logFormat, read, dropped }: Port) {
  const cutter = createLineCutter(mode)
  const scanner = logFormat === null ? createRowScanner({ keep: true, readAll: true }) : null
  let partials = startPartials()

  function takeText(text: string): Prefix | null {
    const { line, ...one } = readLog({ ...of(), kind: 'log', text }, logFormat)
    read(one, text)
    return learnPrefix(text, line)
  }

  function takeFrames(frames: readonly StreamFrame[]): Prefix | null {
    let prefix: Prefix | null = null
    for (const frame of frames)
      if (typeof frame === 'string') prefix = takeText(frame)
      else dropped(frame.reason, frame.raw)
    return prefix
  }

  /** Containers cut their lines in pieces. */
  function takeLine(text: string): Prefix | null {
    const joined = mode === 'auto' ? { state: partials, frames: [text] } : joinPartials(partials, [text])
    partials = joined.state
    const prefix = takeFrames(joined.frames)
    return joined.frames[0] === text ? prefix : null
  }

  function take({ lines, frames, dropped }: ReturnType<typeof cutter.push>): void {
    if (lines && scanner)
      scanner.take(lines.bytes, of().atMs, {
        row(record, sentAtMs) {
          const reading = { kind: 'log', ...of(), record, shifted: false } as unknown as LogReading
          const sent = sentAtMs === null ? sentOf(record, record.atMs) : { atMs: sentAtMs, precisionMs: 1 }
          read({ reading, rejects: [], sent }, null)
        },
        other: takeLine,
      })
    else if (lines) for (const text of textsOf(lines.bytes)) takeLine(text)
    takeFrames([...frames, ...dropped])
  }

  return {
    push: (bytes: Uint8Array): void => take(cutter.push(bytes)),
    /** What is cut is not waited for. */
    forget(): void {
      cutter.end()
      partials = startPartials()
    },
    end(): void {
      take(cutter.end())
      takeFrames(endPartials(partials))
      partials = startPartials()
    },
  }
}
