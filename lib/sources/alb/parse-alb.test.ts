import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ParsedLine } from '../../model/log-record.ts'
import { parseLine } from '../parse-line.ts'
import { parseFrame } from '../syslog/parse-frame.ts'
import { parseAlb } from './parse-alb.ts'

const BARE = { frameAtMs: null, zoneMinutes: 0 }
const LINES = readFileSync(new URL('fixtures/aws-documentation.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
const AT = Date.UTC(2018, 6, 2, 22, 23, 0, 186)
const GROUP = 'arn:aws:elasticloadbalancing:eu-central-1:627959692251:targetgroup/web/8f04c4fe71f5f794'

const read = (line: string): ParsedLine & { ok: true } => {
  const answer = parseAlb(line, BARE)
  if (answer === null || typeof answer === 'string') throw new Error(`${answer}: ${line}`)
  return answer
}

/** The line's end that matters for how it ended: target, times, statuses, and behind the group. */
const request = (target: string, times: string, statuses: string, tail: string): ReturnType<typeof read> =>
  read(
    `http 2019-10-11T15:01:50.492440Z app/shop/c86a 77.227.156.41:56488 ${target} ${times} ${statuses} 125 308 "GET http://a:80/ HTTP/1.1" "curl/7.58.0" - - ${GROUP} "Root=1" "-" "-" 0 2019-10-11T15:01:40.491000Z ${tail}`,
  )

it("reads every line of AWS's documentation as what it is", () => {
  expect(LINES.map((line) => read(line)).map(({ format, kind }) => `${format} ${kind}`)).toEqual([
    ...new Array(9).fill('alb request'),
    ...new Array(3).fill('nlb session'),
    'elb request',
    'elb request',
    'elb session',
    'elb session',
    'alb-connection session',
  ])
})

it('reads a whole request', () => {
  expect(read(LINES[1]!)).toEqual({
    ok: true,
    kind: 'request',
    atMs: AT,
    datedAtEnd: true,
    client: { ip: '192.168.131.39', port: 2817 },
    frontend: 'my-loadbalancer',
    tls: true,
    pool: 'my-targets',
    server: '10.0.0.1:80',
    timers: { requestMs: 86, queueMs: null, connectMs: null, responseMs: 48, totalMs: 171 },
    status: 200,
    bytes: 57,
    termination: '--',
    connections: null,
    retries: 0,
    redispatched: false,
    queue: null,
    loggedEarly: false,
    requestCookie: null,
    responseCookie: null,
    requestHeaders: null,
    responseHeaders: null,
    method: 'GET',
    uri: 'https://www.example.com:443/',
    httpVersion: 'HTTP/1.1',
    truncated: false,
    format: 'alb',
    attempts: [{ server: '10.0.0.1:80', status: 200, connectMs: null, responseMs: 48 }],
    fields: {
      type: 'https',
      elb: 'app/my-loadbalancer/50dc6c495c0c9188',
      response_processing_time: '0.037',
      target_status_code: '200',
      received_bytes: '0',
      user_agent: 'curl/7.46.0',
      ssl_cipher: 'ECDHE-RSA-AES128-GCM-SHA256',
      ssl_protocol: 'TLSv1.2',
      target_group_arn:
        'arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067',
      trace_id: 'Root=1-58337281-1d84f3d73c47ec4e58577259',
      domain_name: 'www.example.com',
      chosen_cert_arn: 'arn:aws:acm:us-east-2:123456789012:certificate/12345678-1234-1234-1234-123456789012',
      matched_rule_priority: '1',
      request_creation_time: '2018-07-02T22:22:48.364000Z',
      actions_executed: 'authenticate,forward',
      redirect_url: null,
      error_reason: null,
      classification: null,
      classification_reason: null,
      conn_trace_id: 'TID_1234abcd5678ef90',
      transformed_host: 'm.example.com',
      transformed_uri: null,
      request_transform_status: 'TransformSuccess',
      ip_address: null,
    },
  })
})

it.each([
  [LINES[2]!, { httpVersion: 'HTTP/2.0', attempts: [{ server: '10.0.0.66:9000', status: 200 }] }],
  [LINES[4]!, { status: 101, tls: true, fields: { matched_rule_priority: '1' } }],
  [LINES[5]!, { server: null, pool: 'my-targets', status: 200, termination: '--' }],
  [LINES[6]!, { status: 502, termination: 'PH', fields: { error_reason: 'LambdaInvalidResponse' } }],
  [
    LINES[7]!,
    { status: 400, termination: 'PR', method: null, uri: 'http://www.example.com:80-', pool: null },
  ],
  [LINES[8]!, { method: null, uri: null, httpVersion: null, timers: { requestMs: null, totalMs: 11_822 } }],
])('keeps what an unusual line says (case %#)', (line, expected) => {
  expect(read(line)).toMatchObject(expected)
})

it.each([
  ['10.0.0.192:80', '-1 -1 -1', '460 -', '"forward" "-" "-"', 'CH', 10_001],
  ['10.0.0.192:80', '0.001 -1 -1', '504 -', '"forward" "-" "-"', 'sH', 10_001],
  ['10.0.0.192:80', '-1 -1 -1', '504 -', '"forward" "-" "-"', null, 10_001],
  ['10.0.0.192:80', '0.001 -1 -1', '502 -', '"forward" "-" "-" "10.0.0.192:80" "-"', 'SH', 10_001],
  ['-', '-1 -1 -1', '503 -', '"forward" "-" "-"', 'SC', 10_001],
  ['-', '-1 -1 -1', '301 -', '"waf,redirect" "https://a/" "-"', 'LR', 10_001],
  ['-', '-1 -1 -1', '403 -', '"waf" "-" "-"', 'PR', 10_001],
  ['-', '-1 -1 -1', '408 -', '"-" "-" "-"', 'cR', 10_001],
  ['10.0.0.192:80', '0.000 0.001 0.000', '503 503', '"forward" "-" "-"', '--', 1],
])('tells how %s %s %s %s ended', (target, times, statuses, tail, termination, totalMs) => {
  expect(request(target, times, statuses, tail)).toMatchObject({ termination, timers: { totalMs } })
})

it('names the server that answered after others, should AWS list several', () => {
  expect(
    request('10.0.0.2:80', '0.0 0.1 0.0', '200 200', '"forward" "-" "-" "10.0.0.1:80 10.0.0.2:80" "502 200"'),
  ).toMatchObject({
    server: '10.0.0.2:80',
    retries: 1,
    redispatched: true,
    attempts: [
      { server: '10.0.0.1:80', status: 502 },
      { server: '10.0.0.2:80', status: 200, responseMs: 100 },
    ],
  })
})

it('keeps what AWS adds behind the words that have a name', () => {
  const { fields } = request('-', '0.0 0.0 0.0', '200 -', `${'"-" '.repeat(11)}100.51.96.60 "x" "-"`) as {
    fields: object
  }
  expect(fields).toMatchObject({ ip_address: '100.51.96.60', field_35: 'x', field_36: null })
})

it('reads TLS connections of a network load balancer', () => {
  expect(read(LINES[11]!)).toMatchObject({
    atMs: Date.UTC(2020, 3, 1, 8, 51, 42),
    datedAtEnd: true,
    frontend: 'my-network-loadbalancer',
    server: null,
    client: { ip: '72.21.218.154', port: 51_341 },
    timers: { totalMs: 5 },
    bytes: 246,
    fields: {
      alpn_client_preference_list: 'h2,http/1.1',
      tls_connection_creation_time: '2020-04-01T08:51:20',
    },
  })
})

it('reads classic lines alike with their date and with it taken off as a framing', () => {
  for (const line of LINES.slice(12, 17)) {
    const frame = parseFrame(line, {})
    expect(parseAlb(frame.message, { frameAtMs: frame.atMs, zoneMinutes: 0 })).toEqual(read(line))
  }
  expect(read(LINES[15]!)).toMatchObject({
    tls: true,
    pool: 'my-loadbalancer',
    bytes: 502,
    termination: null,
  })
  expect(read(LINES[16]!)).toMatchObject({ client: { ip: '203.0.113.1', port: 36_280 }, termination: '--' })
})

it('reads lines that other readers of these logs were tested with', () => {
  const unusual = readFileSync(new URL('fixtures/unusual.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  expect(unusual.map((line) => parseLine(line))).toMatchObject([
    { uri: expect.stringMatching(/^http.*wget\+ a\..*jaws$/), httpVersion: 'HTTP/1.1', termination: 'LR' },
    { method: null, status: 200, fields: { conn_trace_id: 'TID_00000000000000000000000000000000' } },
    { client: { ip: '2601:6bbc:c529:9dad:6bbc:c529:9dad:6bbc', port: 50_599 }, retries: 0, tls: true },
    { termination: 'CH', pool: 'test-lb-instances', timers: { totalMs: 5_719 } },
    { format: 'nlb', frontend: 'k8s-web-us-east-2', timers: { totalMs: 0 }, bytes: 0 },
    { format: 'elb', status: 200, tls: false, timers: { responseMs: 1 } },
    { format: 'elb', status: 503, server: null, termination: 'SC', timers: { totalMs: null } },
    { format: 'alb-connection', tls: false, termination: null },
    { format: 'alb-connection', tls: true, termination: 'PR', timers: { requestMs: null } },
  ])
})

it.each([
  ['http 2018-07-02T22:23:00Z app/a/b 1.2.3.4:5 - 0.0', 'line-cut'],
  [LINES[0]!.replace('192.168.131.39:2817', 'somewhere'), 'bad-client'],
  [LINES[0]!.replace(' 200 200 ', ' OK 200 '), 'bad-status'],
  [LINES[0]!.replace('0.000 0.001', 'x 0.001'), 'bad-timers'],
  ['GET / HTTP/1.1', null],
  ['', null],
])('refuses as it should (case %#)', (line, reason) => {
  expect(parseAlb(line, BARE)).toBe(reason)
})

it('never throws, whatever a line is changed into', () => {
  const change = fc.record({ at: fc.nat(400), text: fc.string({ maxLength: 6 }), cut: fc.nat(40) })
  fc.assert(
    fc.property(fc.constantFrom(...LINES), fc.array(change, { maxLength: 5 }), (seed, changes) => {
      let line = seed
      for (const { at, text, cut } of changes) line = line.slice(0, at) + text + line.slice(at + cut)
      const answer = parseAlb(line, BARE)
      if (typeof answer === 'string') expect(answer).toMatch(/^[a-z-]{5,30}$/)
    }),
    { numRuns: 2000 },
  )
})
