import { describe, expect, it } from 'vitest'
import { parseLine } from '../../parse-line.ts'
import { compileLogFormat } from './compile-log-format.ts'

const AT = Date.UTC(2026, 10, 21, 8, 59, 17, 73)
const head = (client: string): string => `${client} [21/Nov/2026:08:59:17.073]`
const http = (rest: string): string => `${head('10.0.0.9:5')} fe~ be/s1 ${rest}`

describe('traffic', () => {
  it.each([
    ['::1:39666', '::1', 39666],
    ['2001:db8::1:443', '2001:db8::1', 443],
    ['unix:3', 'unix', 3],
    ['-', null, null],
  ])('reads the client %s', (text, ip, port) => {
    expect(parseLine(`${head(text)} f b/s 1/0/7 116 -- 1/1/0/0/0 0/0`)).toMatchObject({
      client: { ip, port },
    })
  })

  it('reads a session', () => {
    expect(parseLine(`${head('10.0.0.9:5')} fe_tcp be/<NOSRV> -1/-1/+7 +116 SC 1/2/3/4/+5 6/7`)).toEqual({
      ok: true,
      kind: 'session',
      atMs: AT,
      client: { ip: '10.0.0.9', port: 5 },
      frontend: 'fe_tcp',
      tls: false,
      pool: 'be',
      server: null,
      timers: { requestMs: null, queueMs: null, connectMs: null, responseMs: null, totalMs: 7 },
      bytes: 116,
      termination: 'SC',
      connections: { process: 1, frontend: 2, pool: 3, server: 4 },
      retries: 5,
      redispatched: true,
      queue: { server: 6, pool: 7 },
      loggedEarly: true,
      truncated: false,
      format: 'haproxy-tcp',
    })
  })

  it.each([
    ['{} "GET / HTTP/1.1"', { headers: [''], requestHeaders: null, responseHeaders: null }],
    ['{|} {} "<BADREQ>"', { requestHeaders: ['', ''], responseHeaders: [''], method: null, uri: null }],
    ['{a b|c#7Cd#C3#A9} {x} "GET /q#22 HTTP/1.0"', { requestHeaders: ['a b', 'c|dé'], uri: '/q"' }],
    ['"GET /old"', { method: 'GET', uri: '/old', httpVersion: null, truncated: false }],
    ['"GET /cu', { method: 'GET', uri: '/cu', httpVersion: null, truncated: true }],
    ['{a|b', { headers: ['a', 'b'], truncated: true, method: null }],
    ['""', { method: null, uri: null, httpVersion: null, truncated: false }],
  ])('reads what follows the counters: %s', (tail, expected) => {
    const line = http(`0/-1/-1/-1/0 -1 0 - - PR-- 1/1/0/0/0 0/0 ${tail}`)
    expect(parseLine(line)).toMatchObject({ ok: true, tls: true, status: null, ...expected })
  })

  it('finds the counters behind cookies with spaces', () => {
    expect(
      parseLine(http('0/0/0/0/0 200 1 SID=a b SID=c --VN 1/1/0/0/+1 0/0 "GET / HTTP/1.1"')),
    ).toMatchObject({
      requestCookie: 'SID=a b',
      responseCookie: 'SID=c',
      termination: '--VN',
      redispatched: true,
    })
  })

  it('reads httpslog, with and without TLS', () => {
    const base = '0/0/0/0/0 200 1 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1"'
    expect(
      parseLine(http(`${base} 0/0000000000000000/0/0/1 a.example/TLSv1.3/TLS_AES_256_GCM_SHA384`)),
    ).toMatchObject({
      format: 'haproxy-https',
      fields: {
        ssl_fc_sni: 'a.example',
        sslv: 'TLSv1.3',
        sslc: 'TLS_AES_256_GCM_SHA384',
        ssl_fc_is_resumed: '1',
      },
    })
    expect(parseLine(http(`${base} 0/-/-/-/0 -/-/-`))).toMatchObject({
      format: 'haproxy-https',
      fields: { ssl_fc_err: null, sslv: null },
    })
  })

  it('reads connections that failed before a request', () => {
    expect(parseLine(`${head('127.0.0.1:54232')} fe_s/1: SSL handshake failure`)).toEqual({
      ok: true,
      kind: 'connection-error',
      atMs: AT,
      client: { ip: '127.0.0.1', port: 54232 },
      frontend: 'fe_s',
      message: 'SSL handshake failure',
      format: 'haproxy-error',
    })
  })

  it('reads CLF with captures, its date made whole by the milliseconds', () => {
    const line =
      '127.0.0.1 - - [21/Nov/2026:10:19:54 +0100] "GET /x?#22 HTTP/1.1" 503 217 "" "" 34298 133 "fe_clf~" "b" "s1" 0 0 -1 -1 3003 SC-- 1 1 0 0 +3 0 0 "" "SID=1" "curl" ""'
    expect(parseLine(line)).toMatchObject({
      kind: 'request',
      format: 'haproxy-clf',
      atMs: Date.UTC(2026, 10, 21, 9, 19, 54, 133),
      client: { ip: '127.0.0.1', port: 34298 },
      tls: true,
      timers: { requestMs: 0, queueMs: 0, connectMs: null, responseMs: null, totalMs: 3003 },
      retries: 3,
      redispatched: true,
      requestCookie: null,
      responseCookie: 'SID=1',
      headers: ['curl', ''],
      uri: '/x?"',
    })
  })

  it('reads the default line', () => {
    expect(parseLine('Connect from ::1:50414 to 127.0.0.1:18086 (fe_def/HTTP)')).toMatchObject({
      kind: 'connect',
      client: { ip: '::1', port: 50414 },
      destination: { ip: '127.0.0.1', port: 18086 },
      frontend: 'fe_def',
      mode: 'http',
    })
  })
})

describe("users' own formats", () => {
  const scan = (format: string, line: string) => {
    const logFormat = compileLogFormat(format)
    if (!logFormat.ok) throw new Error(logFormat.error.message)
    return parseLine(line, { logFormat })
  }

  it('reads quotes, escapes, expressions and captures that are not there', () => {
    const format =
      '%{+Q}o %{-Q}ci %cp %ft %b %s %ST %B %U %{+E}[capture.req.hdr(1)] %[var(txn.x)] %hr %hs %HM %HP %HQ %HV %tsc %Ts.%ms %ID %pid %rt %lc %H'
    const line = String.raw`127.0.0.1 34406 "fe_lf" "b" "<NOSRV>" 200 103 91 "x \"y\" \] \\ z" "" "{1|x #22y#22 ] \ z}" "GET" "/c" "?q=1" "HTTP/1.1" LR-- 1795256391.081 "" 13388 2 0 "vm"`
    expect(scan(format, line)).toMatchObject({
      kind: 'request',
      format: 'haproxy-log-format',
      atMs: 1795256391081,
      client: { ip: '127.0.0.1', port: 34406 },
      frontend: 'fe_lf',
      server: null,
      requestHeaders: ['1', 'x "y" ] \\ z'],
      responseHeaders: null,
      uri: '/c?q=1',
      httpVersion: 'HTTP/1.1',
      termination: 'LR--',
      fields: { 'capture.req.hdr(1)': String.raw`x "y" ] \ z`, 'var(txn.x)': null, H: 'vm', U: '91' },
    })
  })

  it('reads a format that is JSON, with keys of its own, also cut', () => {
    const format = '{"who":"%ci:%cp","when":"%tr","to":"%b/%s","took":%Ta,"code":%ST,"q":"%r"}'
    const line =
      '{"who":"::1:80","when":"21/Nov/2026:08:59:17.073","to":"b/s","took":-1,"code":503,"q":"GET /a HTTP/1.1"}'
    expect(scan(format, line)).toMatchObject({
      atMs: AT,
      client: { ip: '::1', port: 80 },
      pool: 'b',
      server: 's',
      status: 503,
      timers: { totalMs: null },
      uri: '/a',
      truncated: false,
    })
    expect(scan(format, line.slice(0, 96))).toMatchObject({ ok: true, truncated: true, status: 503 })
  })

  it.each([
    ['%ci %zz', 'unknown-variable', 5],
    ['%ci%ft', 'nothing-between', 4],
    ['a %[src', 'unclosed-bracket', 3],
    ['%{+cbor}o %ci', 'unsupported-encoding', 1],
    [' ', 'empty-format', 1],
  ])('says what it cannot read in %s', (format, reason, column) => {
    expect(compileLogFormat(format)).toMatchObject({ ok: false, error: { reason, column } })
  })

  it('keeps what a cut JSON line still says', () => {
    const line =
      '{"ci":"127.0.0.1","fe":"f","be":"b","srv":"s","tr":"21/Nov/2026:08:59:17.073","ST":503,"rc":"+1","r":"GET /LL'
    expect(parseLine(line)).toMatchObject({
      format: 'haproxy-json',
      atMs: AT,
      status: 503,
      redispatched: true,
      truncated: true,
    })
  })
})
