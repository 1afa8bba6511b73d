import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseLine, readLine } from './parse-line.ts'

const HTTP =
  '127.0.0.1:34672 [21/Nov/2026:08:59:17.073] fe_http be_ok/s2 0/0/0/0/0 200 119 - - ---- 1/1/0/0/0 0/0 {curl/7.88.1|} {BaseHTTP/0.6 Python/} "GET /a1 HTTP/1.1"'
const AT = Date.UTC(2026, 10, 21, 8, 59, 17, 73)

it('reads a whole request with its framing', () => {
  expect(parseLine(`<134>Nov 21 08:59:17 lb1 haproxy[21764]: ${HTTP}`, { year: 2026 })).toEqual({
    ok: true,
    kind: 'request',
    atMs: AT,
    client: { ip: '127.0.0.1', port: 34672 },
    frontend: 'fe_http',
    tls: false,
    pool: 'be_ok',
    server: 's2',
    timers: { requestMs: 0, queueMs: 0, connectMs: 0, responseMs: 0, totalMs: 0 },
    status: 200,
    bytes: 119,
    termination: '----',
    connections: { process: 1, frontend: 1, pool: 0, server: 0 },
    retries: 0,
    redispatched: false,
    queue: { server: 0, pool: 0 },
    loggedEarly: false,
    requestCookie: null,
    responseCookie: null,
    requestHeaders: ['curl/7.88.1', ''],
    responseHeaders: ['BaseHTTP/0.6 Python/'],
    method: 'GET',
    uri: '/a1',
    httpVersion: 'HTTP/1.1',
    truncated: false,
    format: 'haproxy-http',
    host: 'lb1',
    process: 'haproxy',
    pid: 21764,
    severity: 'info',
  })
})

it('gives the date and precision of the framing beside the record', () => {
  const { frame } = readLine(`<134>1 2026-11-21T08:59:17.075179+00:00 - haproxy 21764 - - ${HTTP}`)
  expect(frame).toMatchObject({ framing: 'rfc5424', atMs: AT + 2, precisionMs: 1, zoneMinutes: 0 })
  expect(readLine(`<134>Nov 21 08:59:17 haproxy[1]: ${HTTP}`, { nowMs: AT }).frame).toMatchObject({
    atMs: AT - 73,
    precisionMs: 1000,
  })
})

it("reads HAProxy's own dates in the zone of the framing, or in the zone it is told", () => {
  const east = parseLine(`2026-11-21T08:59:17.075+02:00 ${HTTP}`)
  expect(east.ok && east.atMs).toBe(AT - 7_200_000)
  const told = parseLine(HTTP, { offsetMinutes: -60 })
  expect(told.ok && told.atMs).toBe(AT + 3_600_000)
})

it.each([
  ['', 'empty-line'],
  ['<134>Nov 21 08:59:17 haproxy[1]: ', 'empty-line'],
  ['x'.repeat(65_537), 'line-too-long'],
  ['GET /a1 HTTP/1.1 200 OK', 'unknown-format'],
  [HTTP.replace('21/Nov', '41/Nov'), 'bad-date'],
  [HTTP.replace('0/0/0/0/0', '0/x/0/0/0'), 'bad-timers'],
  [HTTP.replace('0/0/0/0/0', '0/0'), 'bad-timers'],
  [HTTP.replace(' 200 ', ' OK '), 'bad-status'],
  [HTTP.replace('127.0.0.1:34672', 'somewhere'), 'bad-client'],
  [HTTP.slice(0, 70), 'line-cut'],
  ['{"ci":"127.0.0.1","fe":"f', 'json-cut'],
  ['{"a":1}', 'json-unknown-keys'],
  ['{a}', 'bad-json'],
  ['{"ci":"127.0.0.1","Ta":08}', 'bad-json'],
])('refuses as it should (case %#)', (line, reason) => {
  expect(parseLine(line, { year: 2026 })).toMatchObject({ ok: false, reason })
})

it('keeps what a HAProxy process says of itself, but no traffic in an unknown format', () => {
  expect(parseLine('[NOTICE]   (1) : New worker (7) forked')).toEqual({
    ok: true,
    kind: 'process',
    atMs: null,
    message: 'New worker (7) forked',
    format: 'haproxy-process',
    pid: 1,
    severity: 'notice',
  })
  expect(
    parseLine('<134>Nov 21 08:59:17 haproxy[1]: a.example 10.0.0.1 [21/Nov/2026:08:59:17] GET /'),
  ).toMatchObject({
    ok: false,
    reason: 'unknown-format',
  })
})

it('never throws and gives every refusal a reason, whatever bytes a line is changed in', () => {
  const seeds = [
    `<134>Nov 21 08:59:17 haproxy[21764]: ${HTTP}`,
    '<133>1 2026-11-21T08:59:14.5+00:00 - haproxy 2 - - Server a/b is DOWN, reason: Layer7 wrong status, code: 503, info: "x", check duration: 0ms. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.',
    '{"ci":"127.0.0.1","fe":"f","be":"b","srv":"s","tr":"21/Nov/2026:08:59:23.988","Ta":0,"ST":200,"ts":"----"}',
    '10.0.0.9 - - [21/Nov/2026:08:59:17 +0000] "GET /a\\x22 HTTP/2.0" 502 0 "-" "curl" 79 0.012 [app-80] [] 10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80 0, 0 : 3 -, 0.001 : 0.002 502, - : 502 752178ad',
    'remote_addr=10.0.0.9 time_local=[21/Nov/2026:08:59:17 +0000] request="GET / HTTP/1.1" status=200 request_time=0.1 upstream_addr=a:1, b:2',
    '2026/11/21 08:59:17 [error] 31#31: *1 connect() failed, client: 10.0.0.9, server: s, request: "GET / HTTP/1.1", upstream: "http://10.0.0.1:80/", host: "h"',
  ]
  const change = fc.record({ at: fc.nat(300), text: fc.string({ maxLength: 6 }), cut: fc.nat(8) })
  fc.assert(
    fc.property(fc.constantFrom(...seeds), fc.array(change, { maxLength: 5 }), (seed, changes) => {
      let line = seed
      for (const { at, text, cut } of changes) line = line.slice(0, at) + text + line.slice(at + cut)
      const parsed = parseLine(line, { year: 2026 })
      if (!parsed.ok) expect(parsed.reason).toMatch(/^[a-z-]{5,30}$/)
    }),
    { numRuns: 2000 },
  )
})

it.each([
  ['(', ' '],
  ['"', '\\'],
  ['{', '|'],
  ['#22', '#'],
  ['Server a/b is UP (', ') '],
  ['1/', ' '],
  ['<1', '[a b="'],
  [HTTP, 'a '],
  ['Health check for server a/b failed, reason: ', ', code: '],
  ['{"a":"', '\\"'],
])('reads 64 KiB of hostile text without hanging (case %#)', (start, filler) => {
  const line = (start + filler.repeat(65_536)).slice(0, 65_536)
  const startedAt = performance.now()
  for (let count = 0; count < 5; count++) parseLine(line, { year: 2026 })
  expect((performance.now() - startedAt) / 5).toBeLessThan(25)
})

it.each([
  '<134>1 2026-11-21T08:59:39.4+00:00 - haproxy 2 - - Server be/t1 is UP/READY (leaving maintenance).',
  '<134>1 2026-11-21T08:59:39.4+00:00 - haproxy 2 - - Server be/t1 is DOWN, reason: Layer4 timeout, check duration: 2ms. 1 active and 0 backup servers left.',
  'haproxy[2]: be/s changed its IP from 10.0.0.1 to 10.0.0.2 by a/b.',
  'haproxy[2]: Connect from 127.0.0.1:50414 to 127.0.0.1:18086 (fe/TCP)',
  '{"ci":"127.0.0.1","fe":"f","be":"b","srv":"s","Ta":0,"ST":200}',
  '10.0.0.9 - - [21/Nov/2026:08:59:17 +0000] "GET /a HTTP/2.0" 502 0 "-" "curl" 79 0.012 [app-80] [] 10.0.0.1:80 0 -, 0.001 502 752178ad',
  '2026/11/21 08:59:17 [error] 31#31: *1 connect() failed, client: 10.0.0.9, server: s, request: "GET / HTTP/1.1"',
])('a long run of one character anywhere in it costs milliseconds: %s', (line) => {
  for (const one of [' ', '\t', '.', '"', '\\', '[', ')', ',', '1', ': '])
    for (const at of [0, 0.5, 0.99].map((share) => Math.floor(line.length * share))) {
      const long = line.slice(0, at) + one.repeat(60_000 / one.length) + line.slice(at)
      const startedAt = performance.now()
      parseLine(long, { year: 2026 })
      expect(performance.now() - startedAt, `${JSON.stringify(one)} at ${at}`).toBeLessThan(50)
    }
})

it.each([
  '"level":"info","ts":1,"logger":"http.log.access","request":{},"status":200',
  '"DownstreamStatus":200,"RequestMethod":"GET"',
  '"remote_addr":"::1","status":200,"request_time":1',
  '"ci":"::1","ft":"f","b":"b","ST":200',
  '"response_code":200,"upstream_host":"a","response_flags":"-"',
])('keeps a value that is nested too deep to be written out as such: %s', (pairs) => {
  const deep = '['.repeat(30_000) + ']'.repeat(30_000)
  expect(parseLine(`{${pairs},"x":${deep}}`)).toMatchObject({ ok: true, fields: { x: '(nested too deep)' } })
})
