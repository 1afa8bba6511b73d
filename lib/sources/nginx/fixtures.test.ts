/** Lines that real NGINX 1.22 wrote of the same 31 requests, in each format: all read, and the same in all. */

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { LogRecord, RequestRecord } from '../../model/log-record.ts'
import { parseLine } from '../parse-line.ts'
import { compileNginxFormat } from './compile-log-format.ts'

const LB = `log_format lb '$msec $remote_addr:$remote_port $server_name $scheme $proxy_host "$request" $status $bytes_sent rt=$request_time '
  'ua="$upstream_addr" us="$upstream_status" uct="$upstream_connect_time" uht="$upstream_header_time" urt="$upstream_response_time" cache=$upstream_cache_status $request_completion $ssl_protocol';`
const STREAM =
  '$remote_addr [$time_local] $protocol $status $bytes_sent $bytes_received $session_time "$upstream_addr" "$upstream_bytes_sent" "$upstream_bytes_received" "$upstream_connect_time"'

function read(name: string, format?: string): LogRecord[] {
  const compiled = format === undefined ? null : compileNginxFormat(format)
  if (compiled?.ok === false) throw new Error(compiled.error.message)
  const text = readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
  return text.split('\n').flatMap((line) => {
    if (line === '') return []
    const parsed = parseLine(line, { logFormat: compiled })
    if (!parsed.ok) throw new Error(`${parsed.reason}: ${line}`)
    return [parsed]
  })
}

const requests = (name: string, format?: string) => read(name, format) as RequestRecord[]

it.each([
  ['combined.log', 'nginx-combined', undefined],
  ['main-forwarded-for.log', 'nginx-combined', undefined],
  ['ingress-upstreaminfo.log', 'nginx-ingress', undefined],
  ['json-variable-names.log', 'nginx-json', undefined],
  ['key-value-variable-names.log', 'nginx-key-value', undefined],
  ['format-upstream-lists.log', 'nginx-log-format', LB],
])('%s says the same of every request', (name, format, own) => {
  const records = requests(name, own)
  expect(new Set(records.map((one) => one.format))).toEqual(new Set([format]))
  const told = ({ status, method, uri, httpVersion, client }: RequestRecord) =>
    [client.ip, status, method, uri, httpVersion].join(' ')
  expect(records.map(told)).toEqual(requests('combined.log').map(told))
  expect(records.every((one) => one.datedAtEnd && !one.truncated)).toBe(true)
  expect(records.every((one) => Math.abs(one.atMs! - 1_795_324_115_500) < 2_000)).toBe(true)
})

it('reads who was asked, and how each of them ended', () => {
  const of = (uri: string, nth = 0) =>
    requests('format-upstream-lists.log', LB).filter((one) => one.uri === uri)[nth]!
  const tried = (record: RequestRecord) =>
    record.attempts?.map((one) => [one.server?.slice(-5) ?? null, one.status, one.termination ?? null])
  expect(tried(of('/half'))).toEqual([
    ['18089', 502, 'SC'],
    ['18081', 200, null],
  ])
  expect(of('/half')).toMatchObject({
    pool: 'half',
    server: '127.0.0.1:18081',
    retries: 1,
    redispatched: true,
  })
  expect(of('/half').termination).toBeNull()
  expect(tried(of('/redir', 1))).toEqual([
    ['18081', 200, null],
    ['18089', 502, 'SC'],
    ['18081', 200, null],
  ])
  expect(of('/dead')).toMatchObject({ server: '127.0.0.1:18088', termination: 'SC', status: 502 })
  expect(of('/dead', 1)).toMatchObject({ pool: 'dead', server: null, termination: 'SC', retries: 0 })
  expect(of('/slow')).toMatchObject({
    termination: 'sH',
    timers: { connectMs: 0, responseMs: null, totalMs: 300 },
  })
  expect(of('/slow', 1)).toMatchObject({ termination: 'CH', status: 499 })
  expect(of('/cut')).toMatchObject({ termination: 'SH', status: 502 })
  // Answered by the server itself, or broken off in the body, which NGINX does not log.
  expect(of('/e502').termination).toBeNull()
  expect(of('/body').termination).toBeNull()
  expect(of('/static/none')).toMatchObject({ termination: 'PR', pool: null, server: null })
  expect(of('/static/a.txt').termination).toBe('LR')
  expect(of('/six').client).toEqual({ ip: '::1', port: 55492 })
})

it('names the pool that ingress-nginx names, with the time of the whole answer', () => {
  const [first] = requests('ingress-upstreaminfo.log')
  expect(first).toMatchObject({
    pool: 'default-app-80',
    server: '127.0.0.1:18081',
    timers: { totalMs: 0, responseMs: 0 },
  })
  expect(first!.fields).toMatchObject({ request_length: '79', upstream_status: '200' })
})

it('keeps bytes that are no request as they were written', () => {
  const odd = requests('combined.log').filter((one) => one.method === null)
  expect(odd.map((one) => one.fields?.request ?? null)).toEqual([
    String.raw`\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03a\x22b\x5Cc\xFF`,
    null,
    String.raw`\x00`,
    String.raw`\x03\x00\x00/*\xE0\x00\x00\x00\x00\x00Cookie: mstshash=Administr`,
  ])
})

it('reads sessions of the stream module', () => {
  expect(read('stream-sessions.log', STREAM)).toMatchObject([
    {
      kind: 'session',
      server: '127.0.0.1:18081',
      termination: '--',
      redispatched: true,
      attempts: [{ server: '127.0.0.1:18089', termination: 'SC' }, { connectMs: 0 }],
    },
    { kind: 'session', server: '127.0.0.1:18089', termination: 'SC', bytes: 0 },
    { kind: 'session', termination: '--', bytes: 150, fields: { protocol: 'TCP' } },
  ])
})

it('reads the error log: what concerns a client and a server, and what the process says', () => {
  const records = read('error.log')
  expect(records).toContainEqual(
    expect.objectContaining({
      kind: 'connection-error',
      format: 'nginx-error',
      client: { ip: '127.0.0.1', port: null },
      frontend: 'shop.example',
      server: '127.0.0.1:18089',
      severity: 'err',
    }),
  )
  expect(parseLine('2026/11/22 05:08:02 [notice] 16473#16473: using the "epoll" event method')).toMatchObject(
    {
      kind: 'process',
      atMs: Date.UTC(2026, 10, 22, 5, 8, 2),
      pid: 16473,
      severity: 'notice',
    },
  )
})
