import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLogReader, type LogParts, type ReadOptions } from './read-log.ts'
import type { Report } from './report.ts'
import { createSum } from './sum-parts.ts'
import { PLANS } from './word-plans.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
/** The minute of all lines. */
const MINUTE_S = Date.UTC(2026, 10, 21, 8, 59) / 1_000
const OPTIONS: ReadOptions = {
  ...{ nowMs: NOW, year: null, dialect: null, logFormat: null, fromS: null, toS: null },
}

function reportOf(parts: LogParts): Report {
  const sum = createSum()
  sum.add(parts)
  return sum.report([], { pool: null, seconds: true })
}

/** How many of the lines the general reader was spared, too. */
function scanned(lines: readonly string[], options = OPTIONS) {
  const reader = createLogReader(options)
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  expect(reader.lines(bytes, 0, bytes.length, 0)).toBe(bytes.length)
  return { report: reportOf(reader.end()), spared: reader.spared() }
}

function read(lines: readonly string[], options = OPTIONS): Report {
  const reader = createLogReader(options)
  reader.frames(lines)
  return reportOf(reader.end())
}

const pick = <T>(...of: T[]) => fc.constantFrom(...of)
/** What is usual most of the time. */
const mostly = (usual: readonly string[], ...odd: string[]) =>
  fc.oneof({ weight: 30, arbitrary: pick(...usual) }, { weight: 1, arbitrary: pick(...odd) })
const second = fc.integer({ min: 10, max: 59 })
const seconds = mostly(
  ['0.000', '0.049', '1.500', '12.345'],
  '0.05',
  '-',
  '-1',
  'x',
  '0.1234',
  '999999.999',
  '1',
)
const size = mostly(['0', '612', '12345678901', '-'], '1e3', '007', '-1')
const status = mostly(['200', '304', '404', '499', '502', '503', '504'], '0', '-', '2000', '99')
const quoted = mostly(['-', 'curl/8.0', 'Mozilla/5.0 (X11; a b)'], 'a"b', 'a\\"b', 'back\\', '', 'é ü')
const server = mostly(['10.0.0.1:80', '10.0.0.2:8080', '[::1]:80'], 'unix:/run/a.sock', '-')
const request = mostly(
  ['GET / HTTP/1.1', 'POST /a?b=c HTTP/2'],
  'P /"c" X',
  '-',
  '',
  'G\\x22 / HTTP/1.0',
  '- - -',
  'get / X',
)

const TAILS = ['', ' "10.1.1.1"', ' "10.1.1.1, 10.0.0.9"', ' "-"']
const ingress = fc
  .tuple(seconds, pick('app-80', '', 'x y'), server, seconds, status, size)
  .map(
    ([took, pool, by, spent, said, long]) =>
      ` 462 ${took} [${pool}] [] ${by} ${long} ${spent} ${said} 752178ad`,
  )
const combined = (kind: number) =>
  fc
    .record({
      client: mostly(['10.0.0.9', '2001:db8::1', 'unix:'], 'a,b', 'shop.example', '"x"'),
      user: mostly(['-', 'alice'], 'a b', '[x]'),
      zone: mostly(['+0000', '+0130', '-0800'], 'Z', '+9999'),
      ...{ second, request, status, size, referrer: quoted, agent: quoted },
      tail: kind === 2 ? ingress : mostly(TAILS, ' "0.123"', ' "10.0.0.1:80"', ' 0.123', ' one two'),
    })
    .map((of) => {
      const head = `${of.client} - ${of.user} [21/Nov/2026:08:59:${of.second} ${of.zone}] "${of.request}" ${of.status} ${of.size}`
      return kind === 0 ? head : `${head} "${of.referrer}" "${of.agent}"${of.tail}`
    })

const envoy = (kind: number) =>
  fc
    .record({
      fraction: mostly(['.123Z', 'Z', '.999999Z'], '', '+02:00', '.1234567891Z'),
      flags: pick('-', 'UF', 'UH,URX', 'DC', 'NR', 'UT'),
      counts: fc.tuple(size, size, mostly(['12', '0'], '-', '1.5', 'x'), mostly(['11', '-', '0'], 'x')),
      ...{ second, request, status, forwarded: quoted, agent: quoted, by: server },
      authority: pick('shop.example', 'shop.example:443', '-', '10.0.0.5'),
      details: mostly(['via_upstream - "-"', 'upstream_reset - "connect timeout"'], 'a b - "-"'),
    })
    .map((of) => {
      const [received, sent, took, spent] = of.counts
      const middle = kind === 1 ? `${of.details} ` : ''
      const end = kind === 1 ? ' outbound|80||shop 10.1.1.1:5 10.1.1.2:80 10.1.1.3:6 - default' : ''
      return `[2026-11-21T08:59:${of.second}${of.fraction}] "${of.request}" ${of.status} ${of.flags} ${middle}${received} ${sent} ${took} ${spent} "${of.forwarded}" "${of.agent}" "id-7" "${of.authority}" "${of.by}"${end}`
    })

const alb = () =>
  fc
    .record({
      type: mostly(['http', 'https', 'h2', 'wss'], 'tls', '7'),
      fraction: mostly(['.186641Z', 'Z', '.999999Z'], ''),
      client: mostly(['10.0.0.9:443', '192.168.131.39:2817'], '2001:db8::1:443', 'somewhere', '-', '1.2.3:4'),
      times: fc.tuple(seconds, seconds, seconds),
      group: pick('arn:aws:e:r:1:targetgroup/web/8f04', 'arn:aws:e:r:1:targetgroup/api/8f05', '-'),
      action: pick('forward', 'waf,redirect', '-', 'authenticate,forward'),
      error: mostly(['-'], 'LambdaInvalidResponse'),
      targets: mostly(['"10.0.0.1:80" "200"', '"-" "-"'], '"10.0.0.1:80 10.0.0.2:80" "502 200"'),
      rest: mostly(
        ['', ' "-" "-"', ' "-" "-" TID_1 "-" "-" "-"'],
        ' "-" "-" TID_1 "-" "-" "-" 10.0.0.1 x y z',
      ),
      ...{ second, request, status, said: status, size, by: server, agent: quoted },
    })
    .map(
      (of) =>
        `${of.type} 2026-11-21T08:59:${of.second}${of.fraction} app/shop/c86a ${of.client} ${of.by} ${of.times.join(' ')} ${of.status} ${of.said} 125 ${of.size} "${of.request}" "${of.agent}" - - ${of.group} "Root=1" "a.example" "-" 0 2026-11-21T08:59:09.000000Z "${of.action}" "-" "${of.error}" ${of.targets}${of.rest}`,
    )

/** As it was written, or with one byte of it another. */
const damaged = (line: fc.Arbitrary<string>) =>
  fc
    .tuple(line, fc.option(fc.tuple(fc.nat(), pick(' ', '"', '-', 'x', '9', '\r', '[')), { nil: null }))
    .map(([text, harm]) =>
      harm === null
        ? text
        : text.slice(0, harm[0] % text.length) + harm[1] + text.slice((harm[0] % text.length) + 1),
    )

test.each([
  ['nginx-common', combined(0)],
  ['nginx-combined', combined(1)],
  ['nginx-ingress', combined(2)],
  ['envoy-default', envoy(0)],
  ['envoy-istio', envoy(1)],
  ['alb', alb()],
])(
  'lines of %s count the same by their words as by the general reader, whatever they are',
  (format, line) => {
    let [all, spared] = [0, 0]
    const head = pick('', '', 'Nov 21 08:59:17 lb1 front: ', 'Nov 21 08:59:17 lb2 front: ')
    const heads = fc.array(head, { minLength: 1, maxLength: 3 })
    const bounds = pick(OPTIONS, OPTIONS, { ...OPTIONS, fromS: MINUTE_S + 20, toS: MINUTE_S + 40 })
    const log = fc
      .array(fc.oneof({ weight: 8, arbitrary: line }, damaged(line), combined(1), envoy(0)), {
        maxLength: 40,
      })
      // Twice: the second half has shapes that are known.
      .map((lines) => [...lines, ...lines])
    fc.assert(
      fc.property(log, heads, bounds, (bare, before, options) => {
        const lines = bare.map((each, at) => before[at % before.length]! + each)
        const one = scanned(lines, options)
        expect(one.report).toEqual(read(lines, options))
        all += lines.length
        spared += one.spared[format]!
      }),
      { numRuns: 60 },
    )
    expect(spared / all).toBeGreaterThan(0.02)
  },
)

test('so do lines that real ones wrote, and most of those that fit are spared the general reader', () => {
  const spared = new Map<string, number>()
  for (const kind of ['nginx', 'envoy', 'alb', 'traefik', 'caddy']) {
    const folder = `lib/sources/${kind}/fixtures`
    for (const file of readdirSync(folder)) {
      const lines = readFileSync(`${folder}/${file}`, 'utf8').trimEnd().split('\n')
      const all = [...lines, ...lines, ...lines]
      const one = scanned(all)
      expect(one.report, file).toEqual(read(all))
      for (const [format, count] of Object.entries(one.spared))
        spared.set(format, (spared.get(format) ?? 0) + count)
    }
  }
  for (const { format } of PLANS)
    if (format !== 'nginx-common') expect(spared.get(format) ?? 0, format).toBeGreaterThan(0)
})

test('what lies outside of two moments is no reason to read every line of it', () => {
  const lines = Array.from(
    { length: 60 },
    (_, at) =>
      `10.0.0.9 - - [21/Nov/2026:08:59:${at < 10 ? '0' : ''}${at} +0000] "GET / HTTP/1.1" 200 612 "-" "curl"`,
  )
  const s = Date.UTC(2026, 10, 21, 8, 59) / 1_000
  const bounds = { ...OPTIONS, fromS: s + 50, toS: s + 55 }
  const { report, spared } = scanned(lines, bounds)
  expect(report).toEqual(read(lines, bounds))
  expect(report).toMatchObject({ lines: 5, outside: 55 })
  expect(spared['nginx-combined']).toBe(5)
})

test('a first line of another format keeps nobody from being spared', () => {
  const line = '10.0.0.9 - - [21/Nov/2026:08:59:10 +0000] "GET / HTTP/1.1" 200 612'
  const full = `${line} "-" "curl"`
  expect(scanned([line, ...Array.from({ length: 100 }, () => full)]).spared['nginx-combined']).toBe(98)
})

test('lines alike of two hosts are of two load balancers', () => {
  const line = (host: string) =>
    `Nov 21 08:59:17 ${host} nginx: 10.0.0.9 - - [21/Nov/2026:08:59:10 +0000] "GET / HTTP/1.1" 200 612 "-" "curl"`
  const lines = ['lb1', 'lb1', 'lb2', 'lb1', 'lb2', 'lb2', 'lb2'].map(line)
  const { report, spared } = scanned(lines)
  expect(report).toEqual(read(lines))
  expect(report.pools.map((pool) => [pool.loadBalancer, pool.requests]).sort()).toEqual([
    ['lb1', 3],
    ['lb2', 4],
  ])
  // Of each host the first line teaches what stands before it, the second what it is.
  expect(spared['nginx-combined']).toBe(3)
})
