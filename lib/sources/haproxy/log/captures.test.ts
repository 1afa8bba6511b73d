/** Every line that real HAProxy wrote, in each framing it has: all read, and the same in all. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ParsedLine } from '../../../model/log-record.ts'
import { parseLine } from '../../parse-line.ts'
import { endStream, splitStream, startStream } from '../../syslog/split-stream.ts'

const FRAMINGS = {
  '2.0.0': ['local', 'raw', 'rfc3164', 'rfc5424', 'short'],
  '2.6.12': ['iso', 'local', 'priority', 'raw', 'rfc3164', 'rfc5424', 'short', 'timed'],
} as const

const KINDS = {
  '2.0.0': {
    'proxy-state': 69,
    'health-check': 26,
    request: 27,
    connect: 5,
    session: 2,
    'server-state': 36,
    'pool-empty': 6,
  },
  '2.6.12': {
    'health-check': 26,
    request: 27,
    connect: 3,
    session: 2,
    'server-state': 36,
    'pool-empty': 6,
    'proxy-state': 24,
  },
} as const

type Version = keyof typeof FRAMINGS

function records(version: Version, name: string, mode: 'auto' | 'lines' = 'lines'): ParsedLine[] {
  const bytes = readFileSync(new URL(`fixtures/${version}/${name}`, import.meta.url))
  const split = splitStream(startStream(mode), bytes)
  return [...split.frames, ...endStream(split.state)].map((frame) =>
    typeof frame === 'string' ? parseLine(frame, { year: 2026 }) : { ok: false, ...frame },
  )
}

function kinds(parsed: ParsedLine[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const line of parsed) {
    const kind = line.ok ? line.kind : `refused: ${line.reason}`
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

/** Without what the framing itself carries, or cuts off: long lines differ by the header's length. */
function eventOf(line: ParsedLine): unknown {
  if (!line.ok) return line
  const { host: _host, process: _process, pid: _pid, severity: _severity, atMs, ...event } = line
  const ownDate = line.kind === 'request' || line.kind === 'session'
  const uri = line.kind === 'request' && line.truncated ? { uri: line.uri!.slice(0, 500) } : {}
  return { ...event, ...uri, ...(ownDate ? { atMs } : {}) }
}

for (const version of ['2.0.0', '2.6.12'] as const) {
  describe(`HAProxy ${version}`, () => {
    it.each(FRAMINGS[version])('reads every line of the %s framing', (framing) => {
      expect(kinds(records(version, `log.${framing}.txt`))).toEqual(KINDS[version])
    })

    it.each(FRAMINGS[version])('reads the same events in %s as in raw', (framing) => {
      const raw = records(version, 'log.raw.txt').map(eventOf)
      expect(records(version, `log.${framing}.txt`).map(eventOf)).toEqual(raw)
    })

    it('reads what the process prints itself as the same state changes', () => {
      const printed = records(version, 'stderr.txt').filter((line) => line.ok && line.kind !== 'proxy-state')
      const logged = records(version, 'log.raw.txt').filter(
        (line) => line.ok && /^(server-state|health-check|pool-empty)$/.test(line.kind),
      )
      expect(printed.map(eventOf)).toHaveLength(68)
      const sorted = (lines: ParsedLine[]): string[] =>
        lines.map((line) => JSON.stringify({ ...(eventOf(line) as object), atMs: null })).sort()
      expect(sorted(printed)).toEqual(sorted(logged))
    })
  })
}

it('reads octet-counted frames as the same events', () => {
  const ring = records('2.6.12', 'log.ring-octet-count.bin', 'auto')
  const raw = records('2.6.12', 'log.raw.txt').filter((line) => !(line.ok && line.kind === 'proxy-state'))
  expect(ring.map(eventOf)).toEqual(raw.map(eventOf))
})

it('dates state lines by their framing, to the second or finer', () => {
  const atMs = (name: string): number | null => {
    const first = records('2.6.12', name)[0]!
    return first.ok ? first.atMs : null
  }
  expect(atMs('log.local.txt')).toBe(Date.UTC(2026, 10, 21, 8, 59, 14))
  expect(atMs('log.rfc5424.txt')).toBe(Date.UTC(2026, 10, 21, 8, 59, 14, 560))
  expect(atMs('log.timed.txt')).toBe(Date.UTC(2026, 10, 21, 8, 59, 14, 560))
  expect(atMs('log.short.txt')).toBeNull()
})

it('dates old stderr lines by the day of the year', () => {
  const first = records('2.0.0', 'stderr.txt')[0]!
  expect(first.ok && first.atMs).toBe(Date.UTC(2026, 10, 21, 9, 7, 47))
})
