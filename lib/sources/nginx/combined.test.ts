import { expect, it } from 'vitest'
import { parseLine } from '../parse-line.ts'

const AT = Date.UTC(2026, 10, 21, 8, 59, 17)
const DATE = '[21/Nov/2026:08:59:17 +0000]'
const REQUEST = `${DATE} "GET /a HTTP/1.1" 200 612`
const COMBINED = `10.0.0.9 - - ${REQUEST} "-" "curl/8.11.1"`

it('reads every field of a combined line', () => {
  expect(parseLine(`2001:db8::1 - alice ${REQUEST} "https://ref.example/x" "Mozilla/5.0 (X11)"`)).toEqual({
    ok: true,
    kind: 'request',
    atMs: AT,
    client: { ip: '2001:db8::1', port: null },
    frontend: null,
    tls: false,
    pool: null,
    server: null,
    timers: { requestMs: null, queueMs: null, connectMs: null, responseMs: null, totalMs: null },
    status: 200,
    bytes: 612,
    termination: null,
    connections: null,
    retries: null,
    redispatched: false,
    queue: null,
    loggedEarly: false,
    requestCookie: null,
    responseCookie: null,
    requestHeaders: null,
    responseHeaders: null,
    method: 'GET',
    uri: '/a',
    httpVersion: 'HTTP/1.1',
    truncated: false,
    datedAtEnd: true,
    format: 'nginx-combined',
    fields: {
      remote_user: 'alice',
      http_referer: 'https://ref.example/x',
      http_user_agent: 'Mozilla/5.0 (X11)',
    },
  })
})

it.each([
  [`10.0.0.9 - - ${REQUEST}`, { format: 'nginx-common', bytes: 612 }],
  [`10.0.0.9 - - ${DATE} "GET /a HTTP/1.1" 304 -`, { status: 304, bytes: null }],
  [`10.0.0.9 - - ${DATE} "" 400 0 "" ""`, { status: 400, method: null, uri: null }],
  [`10.0.0.9 - - ${DATE} "-" 400 0 "-" "-"`, { method: null, fields: { http_user_agent: null } }],
  [`10.0.0.9 - a b [x] ${REQUEST} "-" "-"`, { fields: { remote_user: 'a b [x]' } }],
  [`10.0.0.9 ident frank ${REQUEST} "-" "-"`, { fields: { ident: 'ident', remote_user: 'frank' } }],
  [`unix: - - ${REQUEST} "-" "-"`, { client: { ip: 'unix', port: null } }],
  [
    `shop.example:443 10.0.0.9 - - ${REQUEST} "-" "-"`,
    { client: { ip: '10.0.0.9' }, fields: { host: 'shop.example:443' } },
  ],
  [
    `10.0.0.9 - [10.1.1.1] - bob ${REQUEST} "-" "-"`,
    { fields: { the_real_ip: '10.1.1.1', remote_user: 'bob' } },
  ],
  [
    `10.0.0.9 - - ${DATE} "GET /a\\x22b c HTTP/3.0" 200 1 "-" "-"`,
    { uri: '/a"b c', httpVersion: 'HTTP/3.0' },
  ],
  [`10.0.0.9 - - ${DATE} "GET /a?q="x" HTTP/1.1" 200 1 "-" "-"`, { uri: '/a?q="x"' }],
  [`10.0.0.9 - - [21/Nov/2026:10:29:17 +0130] "GET / HTTP/1.1" 200 1 "-" "-"`, { atMs: AT }],
  [`10.0.0.9 - - ${DATE} "GET / HTTP/1.1" 499 0 "-" "-"`, { termination: 'CH' }],
  [`10.0.0.9 - - ${DATE} "GET / HTTP/1.1" 200 1 "-" "Mozilla/5.0 (cut`, { truncated: true, status: 200 }],
  [`${COMBINED} "203.0.113.9, 10.1.1.1"`, { fields: { http_x_forwarded_for: '203.0.113.9, 10.1.1.1' } }],
  [`${COMBINED} "2.75"`, { fields: { gzip_ratio: '2.75' } }],
  [`${COMBINED} 0.123`, { timers: { totalMs: 123 } }],
  [`${COMBINED} "-" 0.250 0.249`, { timers: { totalMs: 250 }, fields: { upstream_response_time: '0.249' } }],
  [
    `${COMBINED} "-" "shop.example" sn="shop" rt=0.500 ua="10.0.0.1:80, 10.0.0.2:80" us="502, 200" ut="0.001, 0.400" ul="0, 612" cs=MISS`,
    {
      frontend: 'shop',
      server: '10.0.0.2:80',
      pool: 'shop',
      redispatched: true,
      timers: { totalMs: 500, responseMs: 400 },
      fields: { cs: 'MISS', host: 'shop.example' },
    },
  ],
  [
    `${COMBINED} rt=0.5 uct="0.010" uht="0.040" urt="0.045"`,
    { timers: { totalMs: 500 }, fields: { upstream_response_time: '0.045' } },
  ],
  [`${COMBINED} one two`, { fields: { rest: 'one two' } }],
  [
    `10.0.0.9 - - ${REQUEST} "-" "curl" 462 0.050 [app-80] 10.0.50.80:9000 19437 0.049 200`,
    {
      format: 'nginx-ingress',
      pool: 'app-80',
      server: '10.0.50.80:9000',
      timers: { totalMs: 50, responseMs: 49 },
    },
  ],
  [
    `10.0.0.9 - - ${REQUEST} "-" "curl" 462 0.050 [app-80] [] - - - - 752178adb17130b291aefd8c386279e7`,
    {
      format: 'nginx-ingress',
      server: null,
      fields: { proxy_upstream_name: 'app-80', req_id: '752178adb17130b291aefd8c386279e7' },
    },
  ],
  [
    `10.0.0.9 - - ${REQUEST} "-" "curl" 462 0.050 [app-80] [] 10.0.50.80:9000, 10.0.50.8`,
    { format: 'nginx-ingress', truncated: true, pool: 'app-80', server: null, timers: { totalMs: 50 } },
  ],
  [
    `10.1.1.1, 10.0.0.9 - - ${REQUEST} "-" "-"`,
    { client: { ip: '10.1.1.1' }, fields: { http_x_forwarded_for: '10.1.1.1, 10.0.0.9' } },
  ],
  [
    `shop.example:80 "10.1.1.1, 2001:db8::1" 10.0.0.9 - - ${REQUEST} "-" "-"`,
    {
      client: { ip: '10.0.0.9' },
      fields: { host: 'shop.example:80', http_x_forwarded_for: '10.1.1.1, 2001:db8::1' },
    },
  ],
  [`shop.example a, b - - ${REQUEST} "-" "-"`, { client: { ip: 'a' }, fields: { host: 'shop.example' } }],
  [`10.0.0.9 ${REQUEST} "-" "-"`, { client: { ip: '10.0.0.9' } }],
  [
    `${COMBINED} 0.000 "1.000, 0.250" . TLSv1.3/X 1234567890`,
    {
      timers: { totalMs: 0 },
      fields: { upstream_response_time: '1.000, 0.250', rest: '0.000 "1.000, 0.250" . TLSv1.3/X 1234567890' },
    },
  ],
])('reads %s', (line, expected) => {
  expect(parseLine(line)).toMatchObject({ ok: true, ...expected })
})

it.each([
  [COMBINED.slice(0, 60), 'line-cut'],
  [COMBINED.slice(0, 30), 'line-cut'],
  [COMBINED.replace('21/Nov', '41/Nov'), 'bad-date'],
  [COMBINED.replace(' 200 ', ' 2000000 '), 'bad-status'],
])('refuses %s', (line, reason) => {
  expect(parseLine(line, { dialect: 'nginx' })).toMatchObject({ ok: false, reason })
})

it('reads keys that are its variables’ names, also by the names that others give them', () => {
  const json = {
    time: '2026-11-21T08:59:17+00:00',
    remote_addr: '10.0.0.9',
    method: 'POST',
    path: '/x',
    status: '502',
    bytes_sent: 12,
    request_time: 1.5,
    vhost: 'shop.example',
    upstream_addr: '10.0.0.1:80',
    upstream_connect_time: '-',
    upstream_status: '502',
    extra: { a: 1 },
  }
  expect(parseLine(JSON.stringify(json))).toMatchObject({
    format: 'nginx-json',
    atMs: AT,
    method: 'POST',
    uri: '/x',
    status: 502,
    bytes: 12,
    timers: { totalMs: 1500 },
    pool: 'shop.example',
    termination: 'SC',
    fields: { extra: '{"a":1}', host: 'shop.example' },
  })
  const line =
    'time_iso8601=2026-11-21T08:59:17+00:00 remote_addr=10.0.0.9 request="GET /x HTTP/1.1" status=200 request_time=0.010'
  expect(parseLine(line)).toMatchObject({
    format: 'nginx-key-value',
    atMs: AT,
    uri: '/x',
    timers: { totalMs: 10 },
  })
})

it('leaves JSON that shares some of its names to others', () => {
  const envoy =
    '{"start_time":"2026-11-21T08:59:17.000Z","method":"GET","path":"/","response_code":200,"response_flags":"-","bytes_sent":12,"duration":3,"request_id":"a","upstream_host":"10.0.0.1:80","upstream_cluster":"c"}'
  expect(parseLine(envoy)).toMatchObject({ format: 'envoy-json', server: '10.0.0.1:80' })
  expect(parseLine(envoy, { dialect: 'nginx' })).toMatchObject({ ok: false, reason: 'unknown-format' })
})

it('reads labelled values with tabs between', () => {
  const line =
    'time:21/Nov/2026:08:59:17 +0000\thost:10.0.0.9\tforwardedfor:-\treq:GET /a b HTTP/1.1\tstatus:200\tsize:612\treferer:-\tua:a b\treqtime:0.250\tvhost:shop.example\tapptime:0.249'
  expect(parseLine(line)).toMatchObject({
    format: 'nginx-ltsv',
    atMs: AT,
    client: { ip: '10.0.0.9' },
    uri: '/a b',
    bytes: 612,
    timers: { totalMs: 250 },
    fields: { host: 'shop.example', http_user_agent: 'a b', http_x_forwarded_for: null },
  })
  expect(parseLine(line.replace('status', 'state'))).toMatchObject({ ok: false, reason: 'unknown-format' })
})

it('leaves HAProxy’s own common log and JSON to HAProxy', () => {
  const clf =
    '127.0.0.1 - - [21/Nov/2026:08:59:17 +0000] "GET /x HTTP/1.1" 503 217 "" "" 34298 133 "fe" "b" "s1" 0 0 -1 -1 3003 SC-- 1 1 0 0 3 0 0 "" ""'
  expect(parseLine(clf)).toMatchObject({ format: 'haproxy-clf', server: 's1' })
  expect(parseLine(clf, { dialect: 'nginx' })).toMatchObject({ format: 'nginx-combined' })
  const json =
    '{"client_ip":"10.0.0.9","frontend":"f","backend":"b","server":"s","status":200,"request":"GET / HTTP/1.1"}'
  expect(parseLine(json)).toMatchObject({ format: 'haproxy-json', pool: 'b' })
})
