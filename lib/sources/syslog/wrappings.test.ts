import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ParsedLine } from '../../model/log-record.ts'
import { parseLine } from '../parse-line.ts'
import { parseFrame } from './parse-frame.ts'

const YEAR = { year: 2026 }
const AT = Date.UTC(2026, 10, 22, 4, 0, 0, 123)
const MICROSECONDS = String(AT * 1000 + 456)

const cri = (line: string): string => `2026-11-22T04:00:00.123456789Z stdout F ${line}`
const docker = (line: string): string =>
  JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: '2026-11-22T04:00:00.123456789Z' })
const journal = (line: string): string =>
  JSON.stringify({
    __REALTIME_TIMESTAMP: MICROSECONDS,
    _HOSTNAME: 'lb9',
    SYSLOG_IDENTIFIER: 'haproxy',
    _PID: '77',
    PRIORITY: '6',
    MESSAGE: line,
  })
const journalBytes = (line: string): string =>
  JSON.stringify({ MESSAGE: [...Buffer.from(line)], __REALTIME_TIMESTAMP: MICROSECONDS, _HOSTNAME: 'lb9' })

const WRAPPINGS = {
  cri,
  docker,
  journal,
  journalBytes,
  'Docker in the journal': (line: string): string => journal(docker(line)),
  'the journal in Kubernetes': (line: string): string => cri(journal(line)),
}

const captured = ['2.6.12/log.rfc5424.txt', '2.6.12/log.raw.txt', '2.6.12/log.iso.txt', '2.0.0/log.local.txt']
const LINES = captured.flatMap((name) =>
  readFileSync(new URL(`../haproxy/log/fixtures/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n'),
)

/** What only the framing says, where the line itself does not say it. */
function withFraming(plain: ParsedLine, wrapped: ParsedLine): ParsedLine {
  if (!plain.ok || !wrapped.ok) return plain
  const { host, process, pid, severity } = wrapped
  const said = Object.fromEntries(
    Object.entries({ host, process, pid, severity }).filter(([, value]) => value !== undefined),
  )
  return { ...said, ...plain, atMs: plain.atMs ?? wrapped.atMs }
}

describe("HAProxy's captured lines", () => {
  it.each(Object.keys(WRAPPINGS))('read the same inside %s', (name) => {
    const wrap = WRAPPINGS[name as keyof typeof WRAPPINGS]
    for (const line of LINES) {
      const wrapped = parseLine(wrap(line), YEAR)
      expect(wrapped.ok).toBe(true)
      expect(wrapped).toEqual(withFraming(parseLine(line, YEAR), wrapped))
    }
  })
})

it('keeps what the wrapping says where the line does not', () => {
  const state = 'Server be/s1 is DOWN, reason: Layer4 timeout, check duration: 1ms. 0 active and 0 backup'
  expect(parseFrame(cri(state))).toMatchObject({ framing: 'cri', message: state, atMs: AT, precisionMs: 1 })
  expect(parseFrame(docker(state))).toMatchObject({ framing: 'docker', message: state, atMs: AT })
  expect(parseFrame(journal(state))).toEqual({
    framing: 'journald',
    message: state,
    host: 'lb9',
    process: 'haproxy',
    pid: 77,
    severity: 'info',
    atMs: AT,
    precisionMs: 1,
    zoneMinutes: null,
  })
})

it.each([
  ['Nov 22 04:00:00 lb1 haproxy[7]: m x', AT - 123, 'lb1'],
  ['Nov 22 04:00:00.123456 lb1 haproxy[7]: m x', AT, 'lb1'],
  ['2026-11-22T05:00:00+0100 lb1 haproxy[7]: m x', AT - 123, 'lb1'],
  ['2026-11-22T04:00:00.123456+00:00 lb1 haproxy[7]: m x', AT, 'lb1'],
  ['Sun 2026-11-22 04:00:00 UTC lb1 haproxy[7]: m x', AT - 123, 'lb1'],
  ['Sun 2026-11-22 06:00:00 +02 lb1 haproxy[7]: m x', AT - 123, 'lb1'],
  ['1795320000.123456 lb1 haproxy[7]: m x', AT, 'lb1'],
  ['[    5.123456] lb1 haproxy[7]: m x', null, 'lb1'],
  ['[    5.123456 <    0.000123 >] lb1 haproxy[7]: m x', null, 'lb1'],
])('takes the header of journalctl off %s', (line, atMs, host) => {
  expect(parseFrame(line, YEAR)).toMatchObject({ message: 'm x', atMs, host, process: 'haproxy', pid: 7 })
})

it('puts a date without a year near to that of the wrapping', () => {
  const frame = parseFrame(cri('Dec 31 23:59:59 lb1 haproxy[7]: m'), { nowMs: Date.UTC(2030, 5, 1) })
  expect(frame.atMs).toBe(Date.UTC(2026, 11, 31, 23, 59, 59))
})

it.each([
  '{"stream":"web","log":"x","status":200}',
  '{"stream":"stdout","status":200,"uri":"/"}',
  '{"MESSAGE":"a field of somebody\'s own"}',
  '{"MESSAGE":{"a":1},"_HOSTNAME":"x"}',
  '{"ci":"127.0.0.1","fe":"f","be":"b","ua":"\\"stream\\":\\"stdout\\""}',
  '2026-11-22T04:00:00Z stdout of the build',
])('does not take %s for a wrapping', (line) => {
  expect(parseFrame(line).framing).not.toMatch(/docker|journald|cri/)
})

it('stops after a few layers, whatever is inside', () => {
  let line = 'm'
  for (let layer = 0; layer < 12; layer++) line = docker(line)
  expect(parseFrame(line).message.startsWith('{"log":')).toBe(true)
})

it('reads lines of every wrapping as they were kept', () => {
  const wrapped = readFileSync(new URL('fixtures/wrapped.log', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  for (const line of wrapped) expect(parseLine(line, YEAR)).toMatchObject({ ok: true })
})

it.each([
  ['{"log":"', '\\\\"stream":'],
  ['{"MESSAGE":[', '1,'],
  ['Sun 2026-11-22 04:00:00 ', ' '],
  ['[    5.123456', ' <'],
  ['[2026-11-22T04:00:00Z] "', '" "'],
  ['[2026-11-22T04:00:00Z] "GET / HTTP/1.1" 200 - ', '"a" '],
  ['http 2018-07-02T22:23:00Z app/a/b ', '\\\\" '],
  ['{"response_flags":"', '\\\\"upstream_host":{'],
])('reads 64 KiB of hostile text without hanging (case %#)', (start, filler) => {
  const line = (start + filler.repeat(65_536)).slice(0, 65_536)
  const startedAt = performance.now()
  for (let count = 0; count < 5; count++) parseLine(line, YEAR)
  expect((performance.now() - startedAt) / 5).toBeLessThan(25)
})
