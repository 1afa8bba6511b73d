import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogAnswer } from '../log-context.ts'
import { compileEnvoyFormat } from './compile-envoy-format.ts'

const BARE = { frameAtMs: null, zoneMinutes: 0 }
const AT = Date.UTC(2026, 10, 22, 4, 0, 0, 123)

const scan = (format: string, line: string): LogAnswer => {
  const compiled = compileEnvoyFormat(format)
  if (!compiled.ok) throw new Error(compiled.error.message)
  return compiled.scan(line, BARE)
}

describe('a text format', () => {
  const FORMAT =
    '[%START_TIME(%Y/%m/%dT%H:%M:%S.%3f%z)%] %REQ(:METHOD)% "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH):256%" %PROTOCOL% %RESPONSE_CODE% %RESPONSE_FLAGS_LONG% %DURATION%ms 100%% "%REQ(X-TENANT?X-ORG)%" %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% %UPSTREAM_HOST% %UPSTREAM_CLUSTER_RAW% %UPSTREAM_REQUEST_ATTEMPT_COUNT% %DOWNSTREAM_REMOTE_ADDRESS% %DYNAMIC_METADATA(a.b:c):10%\\n'
  const LINE =
    '[2026/11/22T05:00:00.123+0100] GET "/a b?c" HTTP/2 503 UpstreamConnectionFailure 12ms 100% "acme" - 10.0.0.2:80 web 2 10.0.0.9:5 {"x":1}'

  it('is read with arguments, lengths, alternates and a percent sign', () => {
    expect(scan(FORMAT, LINE)).toMatchObject({
      ok: true,
      kind: 'request',
      format: 'envoy-log-format',
      atMs: AT,
      method: 'GET',
      uri: '/a b?c',
      httpVersion: 'HTTP/2',
      status: 503,
      termination: 'SC',
      pool: 'web',
      server: '10.0.0.2:80',
      retries: 1,
      client: { ip: '10.0.0.9', port: 5 },
      timers: { totalMs: 12, responseMs: null },
      truncated: false,
      fields: { x_tenant: 'acme', 'DYNAMIC_METADATA(a.b:c):10': '{"x":1}' },
    })
  })

  it('says of half a line that it was cut, and of another line that it is not its own', () => {
    expect(scan(FORMAT, LINE.slice(0, 90))).toMatchObject({ truncated: true, status: 503 })
    expect(scan(FORMAT, 'GET / HTTP/1.1')).toBeNull()
    expect(scan('[%START_TIME%] %RESPONSE_CODE%', '[yesterday] 200')).toBe('bad-date')
  })

  it.each([
    ['%START_TIME(%s.%3f)% %DURATION%', '1795320000.123 5'],
    ['%START_TIME(%s)%.%DURATION%', '1795320000.5'],
    ['%START_TIME(%d/%b/%Y:%T %z)%|%DURATION%', '22/Nov/2026:04:00:00 +0000|5'],
    ['%START_TIME(%Y-%m-%dT%H:%M:%S.%6f)% %DURATION%', '2026-11-22T04:00:00.123456 5'],
    ['%START_TIME% %DURATION%', '2026-11-22T04:00:00.123Z 5'],
  ])('takes dates as %s', (format, line) => {
    const record = scan(format, line) as { atMs: number }
    expect(AT - record.atMs === 0 || AT - record.atMs === 123).toBe(true)
  })
})

it('reads a dictionary, nested and typed, and keeps what it does not name', () => {
  const format = JSON.stringify({
    when: '%START_TIME%',
    req: { verb: '%REQ(:METHOD)%', line: '%REQ(:METHOD)% %REQ(:PATH)%', id: '%REQ(X-REQUEST-ID)%' },
    took: '%DURATION%',
    code: '%RESPONSE_CODE%',
    flags: '%RESPONSE_FLAGS%',
    to: '%UPSTREAM_HOST%',
    kind: 'access',
  })
  const line = JSON.stringify({
    when: '2026-11-22T04:00:00.123Z',
    req: { verb: 'GET', line: 'GET /a', id: 'r1' },
    took: 7,
    code: 200,
    flags: '-',
    to: '10.0.0.2:80',
    kind: 'access',
    extra: true,
  })
  expect(scan(format, line)).toMatchObject({
    atMs: AT,
    method: 'GET',
    uri: '/a',
    status: 200,
    termination: '--',
    timers: { totalMs: 7 },
    server: '10.0.0.2:80',
    fields: { 'req.id': 'r1', extra: 'true', flags: null },
  })
  expect(scan(format, '{"other":1}')).toBeNull()
})

it.each([
  ['no operator', 'empty-format', 1],
  ['', 'empty-format', 1],
  ['a %REQ(:PATH', 'unclosed-operator', 3],
  ['%DURATION%%RESPONSE_CODE%', 'nothing-between', 11],
  ['%BYTES_SENT%%%%DURATION%', undefined, undefined],
  ['%START_TIME(%Q)% %DURATION%', 'unknown-date', 1],
  [`${'{"a":'.repeat(500)}"%DURATION%"${'}'.repeat(500)}`, 'nested-too-deep', 1],
  [`%DURATION%${' '.repeat(17_000)}x`, 'format-too-long', 1],
])('says what is wrong with %s', (format, reason, column) => {
  const compiled = compileEnvoyFormat(format)
  if (reason === undefined) expect(compiled.ok).toBe(true)
  else expect(compiled).toMatchObject({ ok: false, error: { reason, column } })
})

it('never throws, whatever a format and a line are', () => {
  const piece = fc.constantFrom(
    '%DURATION%',
    '%REQ(:PATH)%',
    '%START_TIME(%s)%',
    '%',
    '%%',
    ' ',
    '"',
    '(',
    ')',
    '{"a":',
  )
  fc.assert(
    fc.property(
      fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 12 }),
      fc.string(),
      (pieces, line) => {
        const compiled = compileEnvoyFormat(pieces.join(''))
        if (compiled.ok) compiled.scan(line, BARE)
        else expect(compiled.error.message).not.toBe('')
      },
    ),
    { numRuns: 1000 },
  )
})
