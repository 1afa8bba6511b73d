/** What a log says beside numbers: what load balancers told of their servers, what could not be read, which formats there were. */

import type { LogRecord, ParsedLine } from '../model/log-record.ts'

/** Told one by one, at most; more are counted. */
const TOLD_MOST = 5_000
const SAMPLES = 3
const SAMPLE_CHARS = 400

export type Told = {
  atMs: number | null
  host: string
  kind: string
  pool: string | null
  server: string | null
  to: string | null
  text: string
}
export type Refused = { reason: string; count: number; samples: string[] }
export type NotesParts = {
  lines: number
  undated: number
  formats: Map<string, number>
  refused: Map<string, Refused>
  told: Told[]
  leftOut: number
}
export type Notes = ReturnType<typeof createNotes>

export function createNotes() {
  const parts: NotesParts = {
    ...{ lines: 0, undated: 0, formats: new Map(), refused: new Map(), told: [], leftOut: 0 },
  }
  function tell(told: Told): void {
    if (parts.told.length < TOLD_MOST) parts.told.push(told)
    else parts.leftOut++
  }
  function refuse(reason: string, count: number, samples: readonly string[]): void {
    const known = parts.refused.get(reason) ?? { reason, count: 0, samples: [] }
    parts.refused.set(reason, known)
    known.count += count
    for (const sample of samples)
      if (known.samples.length < SAMPLES) known.samples.push(sample.slice(0, SAMPLE_CHARS))
  }
  const format = (name: string, count: number) =>
    parts.formats.set(name, (parts.formats.get(name) ?? 0) + count)
  return {
    parts: () => parts,
    /** Lines that were counted without being read here. */
    scanned(name: string, count: number): void {
      if (count === 0) return
      parts.lines += count
      format(name, count)
    },
    line(parsed: ParsedLine): void {
      parts.lines++
      if (!parsed.ok) {
        refuse(parsed.reason, 1, [parsed.raw])
        return
      }
      format(parsed.format, 1)
      if (parsed.kind === 'request' || parsed.kind === 'session') {
        if (parsed.atMs === null) parts.undated++
      } else tell(toTold(parsed))
    },
    /** Of a frame or a joined line that never became one. */
    refuse: (reason: string, sample: string) => {
      parts.lines++
      refuse(reason, 1, [sample])
    },
    merge(other: NotesParts): void {
      parts.lines += other.lines
      parts.undated += other.undated
      parts.leftOut += other.leftOut
      for (const [name, count] of other.formats) format(name, count)
      for (const { reason, count, samples } of other.refused.values()) refuse(reason, count, samples)
      for (const told of other.told) tell(told)
    },
  }
}

function toTold(record: Exclude<LogRecord, { kind: 'request' | 'session' }>): Told {
  return {
    ...{ atMs: record.atMs, host: record.host ?? '', kind: record.kind },
    ...{
      pool: 'pool' in record ? record.pool : null,
      server: 'server' in record ? (record.server ?? null) : null,
    },
    to: 'to' in record ? record.to : record.kind === 'pool-empty' ? 'empty' : null,
    text: textOf(record),
  }
}

function textOf(record: Exclude<LogRecord, { kind: 'request' | 'session' }>): string {
  switch (record.kind) {
    case 'server-state':
    case 'health-check': {
      const code = record.code === null ? null : `code ${record.code}`
      return [record.reason, code, record.info, record.kind === 'server-state' ? record.via : null]
        .filter((each) => each !== null && each !== '')
        .join(', ')
    }
    case 'server-address':
      return `${record.from} → ${record.to}`
    case 'process':
    case 'connection-error':
      return record.message
    case 'connect':
      return record.mode
    default:
      return ''
  }
}
