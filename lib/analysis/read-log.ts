/** Bytes of a log → its numbers and notes: httplog by the scanner, everything else by the general reader. */

import type { UserFormat } from '../sources/compile-format.ts'
import type { Dialect } from '../sources/dialects.ts'
import { learnPrefix, type Prefix } from '../sources/haproxy/scan/prefix.ts'
import { type LineReading, readLine } from '../sources/parse-line.ts'
import { endPartials, joinPartials, startPartials } from '../sources/syslog/join-partials.ts'
import type { StreamFrame } from '../sources/syslog/split-stream.ts'
import { createMinuteSpans, type MinuteSpans } from './minute-spans.ts'
import { createNotes, type NotesParts } from './notes.ts'
import { createRollup, passersOf, type RollupParts, seenOf } from './rollup.ts'
import { createScanner } from './scan-httplog.ts'

export type ReadOptions = {
  nowMs: number
  year: number | null
  /** Null: all of them are asked. */
  dialect: Dialect | null
  logFormat: UserFormat | null
  /** Epoch seconds; null: no bound. */
  fromS: number | null
  toS: number | null
}

export type LogParts = { rollup: RollupParts; notes: NotesParts; outside: number; spans: MinuteSpans }

export function createLogReader(options: ReadOptions) {
  const rollup = createRollup()
  const notes = createNotes()
  const minutes = createMinuteSpans()
  const context = {
    ...{ nowMs: options.nowMs, dialect: options.dialect, logFormat: options.logFormat },
    ...(options.year === null ? {} : { year: options.year }),
  }
  const fromS = options.fromS ?? Number.NEGATIVE_INFINITY
  const toS = options.toS ?? Number.POSITIVE_INFINITY
  let outside = 0
  let counted = { requests: 0, sessions: 0 }
  let partials = startPartials()
  /** Where the line lies that the general reader has; null: nobody knows. */
  let place: { start: number; end: number } | null = null

  const scanner = createScanner({
    rollup,
    ...{ fromS, toS },
    counted: minutes.note,
    other: (bytes, start, end, position) => {
      place = { start: position, end: position + end - start + 1 }
      const line = bytes.toString('utf8', start, end)
      const joined = joinPartials(partials, [line])
      partials = joined.state
      let prefix: Prefix | null = null
      for (const frame of joined.frames) prefix = takeFrame(frame) ?? prefix
      place = null
      return joined.frames[0] === line ? prefix : null
    },
  })

  function takeFrame(frame: StreamFrame): Prefix | null {
    if (typeof frame === 'string') return takeLine(frame)
    notes.refuse(frame.reason, frame.raw)
    return null
  }

  function takeLine(line: string): Prefix | null {
    const read = readLine(line, context)
    const { parsed } = read
    if (parsed.ok && parsed.atMs !== null) {
      const second = Math.floor(parsed.atMs / 1_000)
      if (second < fromS || second >= toS) {
        outside++
        return learn(line, read)
      }
      if (place) minutes.note(Math.floor(second / 60), place.start, place.end)
    }
    notes.line(parsed)
    if (!parsed.ok) return null
    const seen = seenOf(parsed, rollup)
    if (seen) rollup.add(seen)
    for (const server of passersOf(parsed, rollup)) rollup.passOn(server)
    return learn(line, read)
  }

  /** A user's own format may mean other things by the same letters. */
  const learn = (line: string, read: LineReading): Prefix | null =>
    options.logFormat ? null : learnPrefix(line, read)

  /** What has been counted so far; it may be read on. */
  function parts(): LogParts {
    scanner.drain()
    const scanned = { ...scanner.counts() }
    notes.scanned('haproxy-http', scanned.requests - counted.requests)
    notes.scanned('haproxy-tcp', scanned.sessions - counted.sessions)
    counted = scanned
    return {
      ...{ rollup: rollup.parts(), notes: notes.parts(), outside: outside + scanned.outside },
      spans: minutes.spans,
    }
  }

  return {
    /** Whole lines between the two; gives where a cut one begins. The bytes are those of the log from `base` on. */
    lines: scanner.scan,
    /** Where a log's bytes may be read to; it may be another place after each `inputLines`. */
    input: scanner.input,
    /** The same of what was read there. */
    inputLines: scanner.scanInput,
    /** Frames that were not lines of a file. */
    frames(frames: readonly StreamFrame[]): void {
      const joined = joinPartials(partials, frames)
      partials = joined.state
      for (const frame of joined.frames) takeFrame(frame)
    },
    parts,
    end(): LogParts {
      for (const frame of endPartials(partials)) takeFrame(frame)
      partials = startPartials()
      return parts()
    },
  }
}
