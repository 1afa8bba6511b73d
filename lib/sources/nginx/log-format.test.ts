import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLine } from '../parse-line.ts'
import { compileNginxFormat } from './compile-log-format.ts'

const AT = Date.UTC(2026, 10, 21, 8, 59, 17)
const CONTEXT = { frameAtMs: null, zoneMinutes: 0 }

function scan(format: string, line: string) {
  const compiled = compileNginxFormat(format)
  if (!compiled.ok) throw new Error(compiled.error.message)
  return compiled.scan(line, CONTEXT)
}

describe('a log_format', () => {
  it.each([
    `log_format main '$remote_addr [$time_local] '\n  # of the shop\n  "\\"$request\\" $status";\nserver {`,
    `log_format main escape=default '$remote_addr [$time_local] "$request" $status';`,
    `'$remote_addr [$time_local] ' '"$request" $status'`,
    `"$remote_addr [\${time_local}] \\"$request\\" $status"`,
    '$remote_addr [$time_local] "$request" $status',
  ])('is taken as it is written (%#)', (format) => {
    expect(scan(format, '10.0.0.9 [21/Nov/2026:08:59:17 +0000] "GET /a HTTP/2.0" 200')).toMatchObject({
      atMs: AT,
      client: { ip: '10.0.0.9', port: null },
      status: 200,
      uri: '/a',
      httpVersion: 'HTTP/2.0',
      format: 'nginx-log-format',
    })
  })

  it.each([
    ['', 'empty-format', 1],
    ['no variable', 'empty-format', 1],
    ["log_format x '$status", 'unclosed-quote', 14],
    ['$status $', 'bad-variable', 9],
    ['$status ${host', 'bad-variable', 9],
    ['$status$host', 'nothing-between', 8],
    ["log_format x escape=xml '$status';", 'bad-escape', 14],
    [`$status ${'x'.repeat(20_000)}`, 'format-too-long', 1],
  ])('says what it cannot read in %s', (format, reason, column) => {
    expect(compileNginxFormat(format)).toMatchObject({ ok: false, error: { reason, column } })
  })

  it('parts variables that touch by their own first character', () => {
    const format = '$status $scheme://$host$uri$is_args$args $request_time'
    expect(scan(format, '200 https://shop.example/a/b?c=1 0.012')).toMatchObject({
      uri: '/a/b?c=1',
      tls: true,
      timers: { totalMs: 12 },
      fields: { host: 'shop.example', is_args: '?' },
    })
    expect(scan(format, '200 http://shop.example/a 0.012')).toMatchObject({ uri: '/a', tls: false })
  })

  it('reads lists without quotes, sockets, IPv6 and lists that end early', () => {
    const format = '$remote_addr $upstream_addr $upstream_status $upstream_header_time $status'
    expect(
      scan(format, '::1 [::1]:80, unix:/run/a.sock : 10.0.0.1:80 502, 504 : 200 -, - : 0.020 200'),
    ).toMatchObject({
      server: '10.0.0.1:80',
      attempts: [
        { server: '[::1]:80', status: 502 },
        { server: 'unix:/run/a.sock', status: 504 },
        { server: '10.0.0.1:80', status: 200, responseMs: 20 },
      ],
    })
    expect(scan(format, '::1 10.0.0.1:80, 10.0.0.2:80 502 - 502')).toMatchObject({
      attempts: [{ status: 502 }, { status: null }],
    })
  })

  it('reads how long a request waited for a server', () => {
    expect(scan('$status $upstream_queue_time', '200 0.012')).toMatchObject({ timers: { queueMs: 12 } })
    expect(scan('$status $upstream_queue_time', '200 -')).toMatchObject({ timers: { queueMs: null } })
    expect(scan('[$upstream_queue_time] $status', '[] 200')).toMatchObject({ timers: { queueMs: null } })
  })

  it('undoes the escapes that the format asks for', () => {
    const json = `log_format j escape=json '{"a":"$remote_addr","r":"$request","u":"$http_user_agent","s":$status}';`
    const line = String.raw`{"a":"::1","r":"GET /\"x\" HTTP/1.1","u":"a\\\"b\u0001","s":404}`
    expect(scan(json, line)).toMatchObject({
      uri: '/"x"',
      status: 404,
      fields: { http_user_agent: 'a\\"b\u0001' },
    })
    const none = `log_format n escape=none '$status "$http_user_agent" $host';`
    expect(scan(none, '200 "x\\" h')).toMatchObject({ fields: { http_user_agent: 'x\\', host: 'h' } })
  })

  it('reads a cut line once it has said who, when and what came of it', () => {
    const format = '$remote_addr [$time_local] $status "$request" "$http_user_agent" $request_time'
    const line = '10.0.0.9 [21/Nov/2026:08:59:17 +0000] 200 "GET /abc HTTP/1.1" "curl" 0.001'
    expect(scan(format, line.slice(0, 51))).toMatchObject({ truncated: true, status: 200, uri: '/abc' })
    expect(scan(format, line.slice(0, 39))).toBeNull()
    expect(scan(format, line)).toMatchObject({ truncated: false })
  })

  it('is asked before everything else, and with the date that looks like a framing’s', () => {
    const logFormat = compileNginxFormat('$time_iso8601 $remote_addr $status $request_time')
    if (!logFormat.ok) throw new Error('compiles')
    expect(parseLine('2026-11-21T08:59:17+00:00 10.0.0.9 502 0.250', { logFormat })).toMatchObject({
      atMs: AT,
      client: { ip: '10.0.0.9' },
      status: 502,
      timers: { totalMs: 250 },
    })
  })

  it('refuses what cannot be a date or a status by name', () => {
    const format = '$remote_addr [$time_local] $status'
    expect(scan(format, 'a [41/Nov/2026:08:59:17 +0000] 200')).toBe('bad-date')
    expect(scan(format, 'a [21/Nov/2026:08:59:17 +0000] OK')).toBe('bad-status')
  })
})

it('never throws, whatever the format and the line', () => {
  const part = fc.constantFrom(
    '$status',
    '$upstream_addr',
    '$time_local',
    '$request',
    '"',
    ' ',
    ' : ',
    ', ',
    '[',
    ']',
    '\\',
    '$',
    '{',
    "'",
    ';',
    'x',
  )
  const text = fc
    .array(fc.oneof(part, fc.string({ maxLength: 4 })), { maxLength: 14 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, text, (format, line) => {
      const compiled = compileNginxFormat(format)
      if (!compiled.ok) expect(compiled.error.message).toMatch(/\S/)
      else expect(typeof compiled.scan(line, CONTEXT)).toMatch(/object|string/)
    }),
    { numRuns: 2000 },
  )
})
