import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ParsedLine } from '../../model/log-record.ts'
import { parseLine } from '../parse-line.ts'
import { parseEnvoy } from './parse-envoy.ts'

const BARE = { frameAtMs: null, zoneMinutes: 0 }
const LINES = readFileSync(new URL('fixtures/public-samples.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')

const read = (line: string): ParsedLine & { ok: true } => {
  const answer = parseEnvoy(line, BARE)
  if (answer === null || typeof answer === 'string') throw new Error(`${answer}: ${line}`)
  return answer
}

const ended = (code: number, flags: string, details = '-'): unknown => {
  const record = read(
    `[2026-11-22T04:00:00.000Z] "GET / HTTP/1.1" ${code} ${flags} ${details} - "-" 0 0 1 - "-" "-" "-" "a" "10.0.0.2:80" c l d r - -`,
  )
  return 'termination' in record ? record.termination : undefined
}

it('reads every public sample as what it is', () => {
  expect(LINES.map(read).map(({ format, kind }) => `${format} ${kind}`)).toEqual([
    'envoy-default request',
    'envoy-default session',
    ...new Array(3).fill('envoy-default request'),
    'envoy-istio request',
    'envoy-istio session',
    ...new Array(4).fill('envoy-istio request'),
    'envoy-json request',
    'envoy-json session',
    'envoy-json request',
  ])
})

it('reads a whole line of the default format', () => {
  expect(read(LINES[0]!)).toEqual({
    ok: true,
    kind: 'request',
    atMs: Date.UTC(2016, 3, 15, 20, 17, 0, 310),
    client: { ip: '10.0.35.28', port: null },
    frontend: null,
    tls: false,
    pool: 'locations',
    server: '10.0.2.1:80',
    timers: { requestMs: null, queueMs: null, connectMs: null, responseMs: 100, totalMs: 226 },
    status: 204,
    bytes: 0,
    termination: '--',
    connections: null,
    retries: null,
    redispatched: false,
    queue: null,
    loggedEarly: false,
    requestCookie: null,
    responseCookie: null,
    requestHeaders: null,
    responseHeaders: null,
    method: 'POST',
    uri: '/api/v1/locations',
    httpVersion: 'HTTP/2',
    truncated: false,
    format: 'envoy-default',
    fields: {
      response_flags: null,
      bytes_received: '154',
      x_forwarded_for: '10.0.35.28',
      user_agent: 'nsq2http',
      request_id: 'cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2',
      authority: 'locations',
    },
  })
})

it.each([
  [
    1,
    {
      server: '127.0.0.1:9200',
      pool: 'upstream',
      termination: 'SC',
      bytes: 0,
      fields: { response_flags: 'UF,URX' },
    },
  ],
  [4, { status: null, termination: 'CH', fields: { response_flags: 'DC' } }],
  [
    5,
    {
      pool: 'outbound|80||httpbin.org',
      frontend: '54.204.25.77:80',
      client: { ip: '10.244.0.67', port: 55_694 },
      server: '54.204.25.77:80',
      timers: { totalMs: 560, responseMs: 559 },
      bytes: 1152,
      fields: { response_code_details: 'via_upstream', route_name: 'default', bytes_received: '0' },
    },
  ],
  [6, { pool: 'PassthroughCluster', bytes: 0, tls: true, termination: '--' }],
  [9, { status: 418, tls: true, fields: { istio_policy_status: null, route_name: 'default' } }],
  [10, { pool: 'inbound|8000|http|httpbin.default.svc.cluster.local', status: 418, bytes: 135 }],
  [11, { server: '10.244.2.75:9080', status: 200, uri: '/details/0', termination: '--' }],
  [12, { bytes: 1439, frontend: '10.15.240.1:443', timers: { totalMs: 77 } }],
  [
    13,
    {
      status: 200,
      uri: '/get',
      timers: { responseMs: 9, totalMs: 12 },
      fields: { 'user-agent': 'curl/8.7.1', bytes_received: '0', ':authority': 'www.example.com' },
    },
  ],
])('keeps what sample %i says', (index, expected) => {
  expect(read(LINES[index]!)).toMatchObject(expected)
})

it.each([
  [503, 'UF', 'upstream_reset_before_response_started{connection_failure}', 'SC'],
  [503, 'UF,URX', 'upstream_reset_before_response_started{connection_timeout}', 'sC'],
  [503, 'UpstreamConnectionFailure', '-', 'SC'],
  [503, 'UH', 'no_healthy_upstream', 'SC'],
  [503, 'UO', 'overflow', 'SQ'],
  [503, 'UC', '-', 'SH'],
  [200, 'UC', '-', 'SD'],
  [200, 'UR', '-', 'SD'],
  [504, 'UT', 'response_timeout', 'sH'],
  [502, 'UPE', '-', 'PH'],
  [200, 'DC', 'downstream_remote_disconnect', 'CD'],
  [0, 'DownstreamConnectionTermination', '-', 'CH'],
  [408, 'SI', '-', 'cR'],
  [404, 'NR', 'route_not_found', 'PR'],
  [429, 'RL', '-', 'PR'],
  [503, 'URX,UF', '-', 'SC'],
  [503, 'LR', '-', null],
  [503, 'XYZ', '-', null],
  [200, '-', 'direct_response', 'LR'],
  [503, '-', 'via_upstream', '--'],
])('gives %i %s %s the letters %s', (code, flags, details, termination) => {
  expect(ended(code, flags, details)).toBe(termination)
})

it("tells how Istio's requests failed, also in a container's log", () => {
  const failures = readFileSync(new URL('fixtures/istio-failures.txt', import.meta.url), 'utf8').trimEnd()
  const told = failures.split('\n').map((line) => {
    const record = parseLine(line)
    return record.ok && record.kind === 'request'
      ? [record.status, record.termination, record.pool, record.server, record.client.ip]
      : null
  })
  expect(told).toEqual([
    [503, 'SC', 'outbound|8000||httpbin.default.svc.cluster.local', null, '172.17.0.6'],
    [404, 'PR', null, null, '10.124.2.1'],
    [400, 'PR', null, null, '10.128.0.60'],
    [503, 'SC', 'inbound|9080||', '10.124.2.14:9080', '10.124.1.6'],
    [null, 'CH', 'inbound|9080||', '10.124.1.6:9080', '10.128.0.60'],
    [200, '--', 'inbound|9080||', '[2a02:cf40::7]:3000', '2a02:cf40::4e36'],
    [400, 'PR', null, null, '10.128.0.60'],
    [null, 'CH', 'inbound|9080||', '10.24.0.10:9080', '10.24.0.11'],
    [200, '--', 'httpbin.org', '52.87.35.92:80', '172.17.0.5'],
  ])
})

it('counts attempts and names those that were tried', () => {
  const json = (more: object): string =>
    JSON.stringify({
      start_time: '2026-11-22T04:00:00.000Z',
      response_flags: 'URX',
      response_code: 503,
      ...more,
    })
  expect(
    read(
      json({ upstream_request_attempt_count: 3, upstream_host: 'b:1', upstream_hosts_attempted: 'a:1,b:1' }),
    ),
  ).toMatchObject({
    retries: 2,
    redispatched: true,
    attempts: [
      { server: 'a:1', status: null },
      { server: 'b:1', status: 503 },
    ],
  })
  expect(read(json({ upstream_request_attempt_count: '0', upstream_host: null }))).toMatchObject({
    retries: 0,
    redispatched: false,
    server: null,
  })
})

it('reads quotes in a header, which Envoy does not escape, and details with spaces', () => {
  expect(
    read(
      '[2026-11-22T04:00:00.000Z] "GET /a"b HTTP/1.1" 503 UF upstream_reset_before_response_started{connection failure,TLS error: 1:SSL} - "TLS error: 1:SSL" 0 91 5 - "1.1.1.1, 2.2.2.2" "my "own"-agent" "id" "[::1]:8080" "10.0.0.2:80"',
    ),
  ).toMatchObject({
    uri: '/a"b',
    status: 503,
    pool: '[::1]',
    client: { ip: '2.2.2.2' },
    fields: {
      user_agent: 'my "own"-agent',
      response_code_details: 'upstream_reset_before_response_started{connection failure,TLS error: 1:SSL}',
      upstream_transport_failure_reason: 'TLS error: 1:SSL',
    },
  })
})

it.each([
  ['[2026-11-22T04:00:00Z] "GET / HTTP/1.1" 200', 'line-cut'],
  [LINES[0]!.replace(' 204 ', ' OK '), 'bad-status'],
  [LINES[0]!.replace(' 226 ', ' soon '), 'bad-timers'],
  [LINES[11]!.replace('2020-09-30T', 'today '), 'bad-date'],
  ['[2026-11-22T04:00:00Z] something else', null],
  ['{"upstream_host":"a","status":200,"msg":"not its keys"}', null],
  ['[WARNING] 324/090747 (1) : x', null],
  ['', null],
])('refuses %s', (line, reason) => {
  expect(parseEnvoy(line, BARE)).toBe(reason)
})

it('says that a line was cut', () => {
  expect(read(LINES[0]!.slice(0, 120))).toMatchObject({ truncated: true, status: 204, server: null })
  expect(read(LINES[11]!.slice(0, -30))).toMatchObject({ truncated: true, status: 200 })
})

it('never throws, whatever a line is changed into', () => {
  const change = fc.record({ at: fc.nat(500), text: fc.string({ maxLength: 6 }), cut: fc.nat(40) })
  fc.assert(
    fc.property(fc.constantFrom(...LINES), fc.array(change, { maxLength: 5 }), (seed, changes) => {
      let line = seed
      for (const { at, text, cut } of changes) line = line.slice(0, at) + text + line.slice(at + cut)
      const answer = parseEnvoy(line, BARE)
      if (typeof answer === 'string') expect(answer).toMatch(/^[a-z-]{5,30}$/)
    }),
    { numRuns: 2000 },
  )
})
