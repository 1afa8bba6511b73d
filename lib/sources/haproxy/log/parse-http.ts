/** `option httplog` and `option httpslog`, also as written before 1.7 and as cut by `log … len`. */

import type { RequestRecord } from '../../../model/log-record.ts'
import type { LogAnswer } from '../../log-context.ts'
import type { TrafficHead } from './parse-traffic.ts'
import { readCaptures } from './read-captures.ts'
import { type Counts, findCounts } from './read-counts.ts'
import { readHttpsTail } from './read-https-tail.ts'
import { readInt, readSlashed, unlessMinusOne } from './read-numbers.ts'
import { readRequestLine } from './read-request-line.ts'

const PLUS = 43
const QUOTE = 34

export function parseHttp(message: string, head: TrafficHead): LogAnswer {
  const timers = readSlashed(message, head.timersAt, head.timersEnd, 5)
  if (!timers) return 'bad-timers'
  const statusAt = head.timersEnd + 1
  const statusEnd = message.indexOf(' ', statusAt)
  if (statusEnd < 0) return 'line-cut'
  const status = readInt(message, statusAt, statusEnd)
  if (!(status >= -1 && status <= 999)) return 'bad-status'
  const bytesEnd = message.indexOf(' ', statusEnd + 1)
  const bytes = bytesEnd < 0 ? Number.NaN : readInt(message, statusEnd + 1, bytesEnd)
  if (bytesEnd >= 0 && Number.isNaN(bytes)) return 'unknown-format'
  const counts: Counts | null = bytesEnd < 0 ? null : findCounts(message, bytesEnd + 1)
  const captures = readCaptures(message, counts ? counts.end : message.length)
  const quoted = message.charCodeAt(captures.end) === QUOTE
  const close = quoted ? message.indexOf('"', captures.end + 1) : -1
  const request = readRequestLine(
    quoted ? message.slice(captures.end + 1, close < 0 ? message.length : close) : '',
  )
  const tail = close < 0 ? '' : message.slice(close + 1).trim()
  const https = tail === '' ? null : readHttpsTail(tail)
  const connections = counts?.connections ?? null
  const record: { ok: true } & RequestRecord = {
    ok: true,
    kind: 'request',
    atMs: head.atMs,
    client: head.client,
    frontend: head.frontend,
    tls: head.tls,
    pool: head.pool,
    server: head.server,
    timers: {
      requestMs: unlessMinusOne(timers[0]!),
      queueMs: unlessMinusOne(timers[1]!),
      connectMs: unlessMinusOne(timers[2]!),
      responseMs: unlessMinusOne(timers[3]!),
      totalMs: unlessMinusOne(timers[4]!),
    },
    status: unlessMinusOne(status),
    bytes: Number.isNaN(bytes) ? null : unlessMinusOne(bytes),
    termination: counts?.termination ?? null,
    connections,
    retries: counts?.retries ?? null,
    redispatched: counts?.redispatched ?? false,
    queue: counts?.queue ?? null,
    loggedEarly:
      message.charCodeAt(statusEnd + 1) === PLUS ||
      message.charCodeAt(message.lastIndexOf('/', head.timersEnd) + 1) === PLUS,
    requestCookie: counts?.requestCookie ?? null,
    responseCookie: counts?.responseCookie ?? null,
    requestHeaders: captures.requestHeaders,
    responseHeaders: captures.responseHeaders,
    method: request.method,
    uri: request.uri,
    httpVersion: request.httpVersion,
    truncated: close < 0,
    format: https ? 'haproxy-https' : 'haproxy-http',
  }
  if (captures.headers) record.headers = captures.headers
  if (tail !== '') record.fields = https ?? { rest: tail }
  return record
}
