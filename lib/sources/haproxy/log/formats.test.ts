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

describe('states', () => {
  it.each([
    ['Server p/s is DOWN for maintenance.', { from: null, to: 'maint' }],
    ['Server p/s is UP (leaving maintenance).', { from: 'maint', to: 'up' }],
    [
      'Server p/s was DOWN and now enters maintenance (No IP for server ). 0 active and 0 backup servers left. 1 sessions active, 2 requeued, 3 remaining in queue.',
      { from: 'down', to: 'maint', reason: 'No IP for server', sessionsActive: 1, requeued: 2, queued: 3 },
    ],
    [
      'Backup Server p/s is going DOWN for maintenance (DNS NX status). 1 active and 0 backup servers left. Running on backup. 0 sessions active, 0 requeued, 0 remaining in queue.',
      { backup: true, to: 'maint', reason: 'DNS NX status', activeLeft: 1, backupLeft: 0 },
    ],
    ['Server p/s is DOWN/DRAIN (leaving forced maintenance).', { from: 'maint', to: 'drain' }],
    ["Server p/s ('a.b') is UP/READY (resolves again).", { from: 'maint', to: 'up' }],
    ["Server p/s ('a.b') resolves again but remains in maintenance.", { from: 'maint', to: 'maint' }],
    ['Server p/s administratively READY thanks to valid DNS answer.', { to: 'up' }],
    ['Server p/s remains in forced drain mode.', { from: 'drain', to: 'drain' }],
    ['Server p/s is DOWN (leaving drain).', { from: 'drain', to: 'down' }],
    [
      'Server p/s is DOWN, changed from server-state after a reload via q/t. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.',
      { to: 'down', changedFrom: 'server-state after a reload', via: 'q/t' },
    ],
    [
      'Server p/s is DOWN, reason: Layer4 connection problem, info: "SSL <22>x<22> (ECONNREFUSED) at step 1. ok", check duration: 12ms. 0 active and 0 backup servers left. 4 sessions active, 0 requeued, 0 remaining in queue.',
      {
        to: 'down',
        reason: 'Layer4 connection problem',
        info: 'SSL "x" (ECONNREFUSED) at step 1. ok',
        checkDurationMs: 12,
        sessionsActive: 4,
      },
    ],
  ])('reads %s', (line, expected) => {
    expect(parseLine(line)).toMatchObject({
      ok: true,
      kind: 'server-state',
      pool: 'p',
      server: 's',
      ...expected,
    })
  })

  it.each([
    [
      'Health check for server p/s conditionally succeeded, reason: Layer7 check conditionally passed, code: 404, check duration: 2ms, status: 3/3 UP.',
      { agent: false, succeeded: true, code: 404, to: 'up' },
    ],
    [
      'Agent check for backup server p/s failed, reason: Layer7 wrong status, info: "down", check duration: 2ms, status: 0/1 DOWN.',
      { agent: true, backup: true, succeeded: false, health: 0, healthMax: 1, to: 'down' },
    ],
    [
      'Health check for server p/s succeeded, reason: Layer4 check passed, check duration: 0ms, status: 3/3 DRAIN.',
      { to: 'drain' },
    ],
  ])('reads %s', (line, expected) => {
    expect(parseLine(line)).toMatchObject({ kind: 'health-check', pool: 'p', server: 's', ...expected })
  })

  it.each([
    ["proxy 'p' has no server available!", { kind: 'pool-empty', pool: 'p' }],
    ['Stopping proxy p in 0 ms.', { kind: 'proxy-state', proxy: 'p', to: 'stopping' }],
    ['Proxy p stopped (FE: 0 conns, BE: 0 conns).', { kind: 'proxy-state', proxy: 'p', to: 'stopped' }],
    ['Paused frontend p.', { kind: 'proxy-state', proxy: 'p', to: 'paused' }],
    [
      '1p/s changed its IP from (none) to ::1 by DNS cache.',
      { kind: 'server-address', pool: '1p', from: '(none)', to: '::1', by: 'DNS cache' },
    ],
  ])('reads %s', (line, expected) => {
    expect(parseLine(line)).toMatchObject({ ok: true, ...expected })
  })
})
