import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLogReader, type LogParts, type ReadOptions } from './read-log.ts'
import type { Report } from './report.ts'
import { createSum } from './sum-parts.ts'

const FIXTURES = 'lib/sources/haproxy/log/fixtures'
const NOW = Date.UTC(2026, 10, 21, 12)
const OPTIONS: ReadOptions = {
  ...{ nowMs: NOW, year: null, dialect: null, logFormat: null, fromS: null, toS: null },
}

/** A third of the minute in which all lines are. */
const MINUTE_S = Date.UTC(2026, 10, 21, 8, 59) / 1_000
const BOUNDS: ReadOptions = { ...OPTIONS, fromS: MINUTE_S + 20, toS: MINUTE_S + 40 }

function reportOf(parts: LogParts[]): Report {
  const sum = createSum()
  for (const part of parts) sum.add(part)
  const report = sum.report([], { pool: null, seconds: true })
  // The scanner does not look so far into a line as to tell them apart.
  const { 'haproxy-https': https = 0, 'haproxy-http': http = 0, ...formats } = report.formats
  return { ...report, formats: { ...formats, http: http + https } }
}

function scannedParts(lines: readonly string[], options = OPTIONS, told = { spared: 0 }): LogParts {
  const reader = createLogReader(options)
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  expect(reader.lines(bytes, 0, bytes.length, 0)).toBe(bytes.length)
  const parts = reader.end()
  told.spared += Object.values(reader.spared()).reduce((sum, count) => sum + count, 0)
  return parts
}

const scanned = (lines: readonly string[], options = OPTIONS) => reportOf([scannedParts(lines, options)])

function read(lines: readonly string[], options = OPTIONS): Report {
  const reader = createLogReader(options)
  reader.frames(lines)
  return reportOf([reader.end()])
}

const number = fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: 0, max: 40_000 }))
/** What is usual most of the time. */
const mostly = <T>(usual: readonly T[], ...odd: T[]) =>
  fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  )
const line = fc
  .record({
    prefix: fc.constantFrom(
      'Nov 21 08:59:17 lb1 haproxy[77]: ',
      'Nov 21 08:59:17 lb2 haproxy[77]: ',
      'Nov  1 08:59:17 lb2 haproxy[4711]: ',
      '2026-11-21T08:59:17.123456+02:00 lb1 haproxy[77]: ',
      '2026-11-21T08:59:17.123456+00:00 lb1 haproxy[77]: ',
      '<134>1 2026-11-21T08:59:17.123456Z lb3 haproxy 77 - - ',
      '<134>Nov 21 08:59:17 haproxy[77]: ',
      '',
    ),
    client: mostly(['10.0.0.9:5', '::1:39666', '2001:db8::1:443'], 'unix:3', '-', '10.0.0.x:5'),
    second: fc.integer({ min: 10, max: 59 }),
    pair: mostly(['app/web1', 'app/web2', 'app/<NOSRV>', 'api/web1'], 'odd', 'pool-with-a-long-name/s/1'),
    timers: fc.oneof(
      { weight: 8, arbitrary: fc.array(number, { minLength: 5, maxLength: 5 }) },
      { weight: 3, arbitrary: fc.array(number, { minLength: 3, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.array(number, { minLength: 2, maxLength: 5 }) },
    ),
    plus: mostly([false], true),
    status: mostly([200, 302, 404, 500, 503, -1], 999, 1_000),
    cookies: mostly(['- -', 'SRV=a -'], 'a b c -'),
    end: fc.constantFrom('--VN', 'SC--', 'cD--', '--', 'sQ-'),
    counts: mostly(['1/1/1/0/0', '9/8/7/6/+2', '9/8/7/6/3'], '1/1/1/0', '1/1/1/0/x'),
    queue: mostly(['0/0'], '3/-1', ''),
    tail: mostly(['"GET / HTTP/1.1"', '{a|b} {} "POST /x?y HTTP/2.0"'], '"GET /cut', ''),
  })
  .map((of) => {
    const head = `${of.prefix}${of.client} [21/Nov/2026:08:59:${of.second}.073] fe ${of.pair} `
    const timers = of.timers
      .map((each, at) => (of.plus && at === of.timers.length - 1 ? `+${each}` : each))
      .join('/')
    return of.timers.length === 3
      ? `${head}${timers} 116 ${of.end.slice(0, 2)} ${of.counts} ${of.queue}`
      : `${head}${timers} ${of.status} 512 ${of.cookies} ${of.end} ${of.counts} ${of.queue} ${of.tail}`
  })
const stateLine = fc.constantFrom(
  'Nov 21 08:59:18 lb1 haproxy[77]: Server app/web1 is DOWN, reason: Layer4 timeout, check duration: 2001ms. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.',
  'Nov 21 08:59:18 lb1 haproxy[77]: backend app has no server available!',
  'what somebody typed into the wrong window',
  '10.0.0.9 - - [21/Nov/2026:08:59:18 +0000] "GET /a HTTP/1.1" 502 12 "-" "curl"',
  '',
)
/** As it was written, or with one byte of it another. */
const damaged = fc
  .tuple(
    line,
    fc.option(fc.tuple(fc.nat(), fc.constantFrom(' ', '/', '-', 'x', '9', '"', '\r')), { nil: null }),
  )
  .map(([text, harm]) => {
    if (harm === null || text === '') return text
    const at = harm[0] % text.length
    // Another digit in what stands before the message teaches the scanner nothing: it goes by HAProxy's own date.
    if (harm[1] === '9' && at < 60) return text
    return text.slice(0, at) + harm[1] + text.slice(at + 1)
  })
/** Twice: by the first half it is learnt what stands before the second half's messages. */
const log = fc
  .array(fc.oneof({ weight: 6, arbitrary: line }, damaged, stateLine), { maxLength: 60 })
  .map((lines) => [...lines, ...lines])

test('the scanner counts what the general reader counts, whatever the lines are', () => {
  const told = { spared: 0 }
  let all = 0
  fc.assert(
    fc.property(log, fc.constantFrom(OPTIONS, OPTIONS, BOUNDS), (lines, options) => {
      all += lines.length
      expect(reportOf([scannedParts(lines, options, told)])).toEqual(read(lines, options))
    }),
    { numRuns: 100 },
  )
  expect(told.spared / all).toBeGreaterThan(0.1)
})

test('so it does with what HAProxy wrote, in every framing', () => {
  const files = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.txt'),
  )
  expect(files.length).toBeGreaterThan(10)
  for (const file of files) {
    const lines = readFileSync(`${FIXTURES}/${file}`, 'utf8').trimEnd().split('\n')
    // Twice: what the first half teaches, the second half is scanned by.
    const all = [...lines, ...lines]
    const report = scanned(all)
    expect(report, file).toEqual(read(all))
    expect(report.lines).toBe(all.length)
  }
})

test('only what lies between two moments counts, to the second', () => {
  const at = (second: number) =>
    `Nov 21 08:59:${second} lb1 haproxy[77]: 10.0.0.9:5 [21/Nov/2026:08:59:${second}.073] fe app/web1 0/0/1/2/3 200 512 - - ---- 1/1/1/0/0 0/0 "GET / HTTP/1.1"`
  const lines = [10, 11, 12, 13, 14].flatMap((second) => [at(second), at(second)])
  const s = Date.UTC(2026, 10, 21, 8, 59) / 1_000
  const bounds = { ...OPTIONS, fromS: s + 11, toS: s + 13 }
  for (const report of [scanned(lines, bounds), read(lines, bounds)]) {
    expect(report).toMatchObject({ outside: 6, lines: 4, fromMs: (s + 11) * 1_000, toMs: (s + 13) * 1_000 })
    expect(report.pools[0]).toMatchObject({ requests: 4, failed: 0 })
  }
})

test('parts add up to the whole', () => {
  fc.assert(
    fc.property(log, fc.nat(60), (lines, cut) => {
      const half = (part: string[]) => {
        const reader = createLogReader(OPTIONS)
        reader.frames(part)
        return reader.end()
      }
      expect(reportOf([half(lines.slice(0, cut)), half(lines.slice(cut))])).toEqual(read(lines))
    }),
    { numRuns: 30 },
  )
})

test('a line by hand: who served it, how long it took, how it ended', () => {
  const report = scanned([
    'Nov 21 08:59:17 lb1 haproxy[77]: 10.0.0.9:5 [21/Nov/2026:08:59:10.073] fe app/web1 0/2/1/20/30 200 512 - - ---- 1/1/1/0/+1 0/0 "GET / HTTP/1.1"',
    'Nov 21 08:59:17 lb1 haproxy[77]: 10.0.0.9:5 [21/Nov/2026:08:59:10.973] fe app/web1 0/0/-1/-1/3000 503 512 - - SC-- 1/1/1/0/3 0/0 "GET / HTTP/1.1"',
  ])
  expect(report.pools[0]!.servers[0]).toEqual({
    server: 'web1',
    ...{ requests: 2, failed: 1, classes: { '1xx': 0, '2xx': 1, '3xx': 0, '4xx': 0, '5xx': 1, other: 0 } },
    ...{ retries: 4, redispatched: 1, passedOn: 0, bytes: 1_024, connectMsMean: 1 },
    response: { p50: 20, p90: 20, p99: 20, max: 20 },
    total: { p50: 30, p90: 3_000, p99: 3_000, max: 3_000 },
    ends: [
      { state: '--', words: expect.any(String), count: 1 },
      { state: 'SC', words: 'the server refused or could not be reached', count: 1 },
    ],
  })
  const atS = Date.UTC(2026, 10, 21, 8, 59, 10) / 1_000
  expect(report.seconds).toEqual([
    { loadBalancer: 'lb1', pool: 'app', server: 'web1', rows: [[atS, 2, 1, 4, 20]] },
  ])
})

test('a server that was tried before another is told from the one that answered', () => {
  const line = (tried: string, took: string, statuses: string) =>
    `10.0.0.9 - - [21/Nov/2026:08:59:17 +0000] "GET /a HTTP/2.0" 200 5 "-" "curl" 79 0.012 [app-80] [] ${tried} 0, 5 ${took} ${statuses} 752178ad`
  const tries = line('10.0.0.1:80, 10.0.0.2:80', '0.005, 0.002', '502, 200')
  const { pools } = reportOf([scannedParts([tries, tries]), scannedParts([tries])])
  expect(pools).toMatchObject([{ pool: 'app-80', requests: 3, failed: 0, passedOn: 3 }])
  expect(pools[0]!.servers).toMatchObject([
    { server: '10.0.0.1:80', requests: 0, passedOn: 3 },
    { server: '10.0.0.2:80', requests: 3, passedOn: 0 },
  ])
})
