import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseLine } from '../parse-line.ts'
import { parseCaddy } from './parse-caddy.ts'

const LINES = readFileSync(new URL('fixtures/access.json.log', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
const AT = Date.UTC(2026, 10, 22, 5, 8, 3)
const CONTEXT = { frameAtMs: null, zoneMinutes: 0 }

it('reads access lines of each encoding, errors, and what the proxy says of its servers', () => {
  expect(LINES.map((line) => parseLine(line))).toMatchObject([
    {
      kind: 'request',
      format: 'caddy-json',
      atMs: AT + 524,
      datedAtEnd: true,
      client: { ip: '192.168.1.7', port: 41342 },
      tls: true,
      pool: null,
      server: null,
      timers: { totalMs: 1 },
      status: 200,
      bytes: 10_900,
      method: 'GET',
      uri: '/items?page=2',
      httpVersion: 'HTTP/2.0',
      severity: 'info',
      fields: { host: 'shop.example', user_id: null, http_user_agent: 'curl/8.11.1', bytes_read: '0' },
    },
    {
      atMs: AT + 1_250,
      client: { ip: '2001:db8::7', port: null },
      timers: { totalMs: 783 },
      status: 401,
      fields: { user_id: 'Bob', http_x_forwarded_for: '2001:db8::7' },
    },
    { client: { ip: '2001:db8::7', port: 62798 }, status: null, timers: { totalMs: 0 } },
    {
      atMs: AT + 3_123,
      pool: 'shop.example',
      server: '10.0.0.2:8080',
      termination: 'CH',
      timers: { responseMs: 1_250, totalMs: 3_200 },
    },
    {
      kind: 'connection-error',
      format: 'caddy-error',
      frontend: 'shop.example',
      server: '[::1]:8050',
      status: 502,
      message: 'dial tcp [::1]:8050: connect: connection refused',
    },
    {
      kind: 'request',
      format: 'caddy-upstream',
      server: '10.0.0.2:8080',
      status: 200,
      timers: { responseMs: 12 },
    },
    {
      format: 'caddy-upstream',
      server: '10.0.0.3:8080',
      status: null,
      termination: 'SC',
      timers: { responseMs: null },
    },
  ])
})

it('keeps what Caddy says of itself', () => {
  const line =
    '{"level":"warn","ts":1795324083.3,"logger":"http.auto_https","msg":"listening only on the HTTP port"}'
  expect(parseLine(line)).toMatchObject({
    kind: 'process',
    format: 'caddy-process',
    message: 'listening only on the HTTP port',
    severity: 'warn',
  })
})

it.each([
  ['"2026/11/22 05:08:03.524"', AT + 524],
  ['"22/Nov/2026:05:08:03 +0000"', AT],
  ['"Sun, 22 Nov 2026 05:08:03 GMT"', AT],
  ['1795324083524102400', AT + 524],
])('reads the date %s', (ts, atMs) => {
  expect(parseLine(LINES[0]!.replace('1795324083.5241024', ts))).toMatchObject({ ok: true, atMs })
})

it('leaves other lines to others, and refuses damaged ones by name', () => {
  expect(parseCaddy('{"level":"info","ts":1,"logger":"etcd","msg":"finished"}', CONTEXT)).toBeNull()
  expect(parseCaddy(LINES[0]!.slice(0, 300), CONTEXT)).toBe('json-cut')
  expect(parseCaddy(LINES[0]!.replace('1795324083.5241024', '"soon"'), CONTEXT)).toBe('bad-date')
  expect(parseCaddy(LINES[0]!.replace('"status":200', '"status":20000'), CONTEXT)).toBe('bad-status')
})

it('never throws, whatever a line is changed in', () => {
  const change = fc.record({ at: fc.nat(700), text: fc.string({ maxLength: 6 }), cut: fc.nat(8) })
  fc.assert(
    fc.property(fc.constantFrom(...LINES), fc.array(change, { maxLength: 4 }), (seed, changes) => {
      let line = seed
      for (const { at, text, cut } of changes) line = line.slice(0, at) + text + line.slice(at + cut)
      const parsed = parseLine(line)
      if (!parsed.ok) expect(parsed.reason).toMatch(/^[a-z-]{5,30}$/)
    }),
    { numRuns: 1000 },
  )
})
