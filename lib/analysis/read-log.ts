/** Bytes of a log → its numbers and notes: httplog by the scanner, everything else by the general reader. */

import type { UserFormat } from '../sources/compile-format.ts'
import type { Dialect } from '../sources/dialects.ts'
import { isScanned, learnPrefix } from '../sources/haproxy/scan/prefix.ts'
import { type LineReading, readLine } from '../sources/parse-line.ts'
import { endPartials, joinPartials, startPartials } from '../sources/syslog/join-partials.ts'
import type { StreamFrame } from '../sources/syslog/split-stream.ts'
import { createMinuteSpans, type MinuteSpans } from './minute-spans.ts'
import { createNotes, type NotesParts } from './notes.ts'
import { createRollup, type Exchanged, exchangedOf, passersOf, type RollupParts } from './rollup.ts'
import { createScanner, type Learnt } from './scan-lines.ts'
import { PLANS, planOf } from './word-plans.ts'

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
  let counted = { requests: 0, sessions: 0, planned: [] as number[] }
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
      let learnt: Learnt | null = null
      for (const frame of joined.frames) learnt = takeFrame(frame) ?? learnt
      place = null
      return joined.frames[0] === line ? learnt : null
    },
  })

  function takeFrame(frame: StreamFrame): Learnt | null {
    if (typeof frame === 'string') return takeLine(frame)
    notes.refuse(frame.reason, frame.raw)
    return null
  }

  function takeLine(line: string): Learnt | null {
    const read = readLine(line, context)
    const { parsed } = read
    if (!parsed.ok) {
      notes.line(parsed)
      return null
    }
    const exchanged = exchangedOf(parsed)
    if (parsed.atMs !== null) {
      const second = Math.floor(parsed.atMs / 1_000)
      if (second < fromS || second >= toS) {
        outside++
        return learn(line, read, exchanged)
      }
      if (place) minutes.note(Math.floor(second / 60), place.start, place.end)
    }
    notes.line(parsed)
    if (exchanged) {
      const { host, name, ...seen } = exchanged
      rollup.add({ ...seen, server: rollup.serverNamed(host, name) })
    }
    const passers = passersOf(parsed, rollup)
    for (const server of passers) rollup.passOn(server)
    return learn(line, read, passers.length > 0 ? null : exchanged)
  }

  /** A user's own format may mean other things by the same letters. */
  function learn(line: string, read: LineReading, exchanged: Exchanged | null): Learnt | null {
    const { parsed } = read
    if (options.logFormat || !parsed.ok) return null
    const { format } = parsed
    const isKnown = () => isScanned(format) || planOf(format) > 0
    return isKnown() ? { prefix: learnPrefix(line, read, isKnown), format, exchanged } : null
  }

  /** What has been counted so far; it may be read on. */
  function parts(): LogParts {
    scanner.drain()
    const { requests, sessions, outside: left, planned } = scanner.counts()
    const others = planned.map((count, plan) => count - (counted.planned[plan] ?? 0))
    for (const [plan, count] of others.entries()) notes.scanned(PLANS[plan]!.format, count)
    const all = requests - counted.requests
    notes.scanned('haproxy-http', all - others.reduce((sum, count) => sum + count, 0))
    notes.scanned('haproxy-tcp', sessions - counted.sessions)
    counted = { requests, sessions, planned: [...planned] }
    return {
      ...{ rollup: rollup.parts(), notes: notes.parts(), outside: outside + left },
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
    /** Lines that were scanned, by format. */
    spared(): Record<string, number> {
      const others = PLANS.map(({ format }, plan) => [format, counted.planned[plan] ?? 0] as const)
      const http = counted.requests - others.reduce((sum, [, count]) => sum + count, 0)
      return { 'haproxy-http': http, 'haproxy-tcp': counted.sessions, ...Object.fromEntries(others) }
    },
    end(): LogParts {
      for (const frame of endPartials(partials)) takeFrame(frame)
      partials = startPartials()
      return parts()
    },
  }
}
