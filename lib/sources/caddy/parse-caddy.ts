/** One line of Caddy's JSON log to a record: requests it served, and what failed with them and why. */

import type { ConnectionErrorRecord, RequestRecord } from '../../model/log-record.ts'
import { blankRequest } from '../blank-record.ts'
import { countOf, fieldOf, type JsonObject, objectOf, parseObject, textOf } from '../json-values.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import { clientOf, dateOf, durationOf, serverOfMessage } from './read-values.ts'

/** What has its own place in the record; the rest goes to `fields`. */
const PLACED = new Set(['level', 'ts', 'logger', 'msg', 'request', 'duration', 'size', 'status', 'upstream'])
const LOGGERS = ['logger":"http', 'logger":"tls', 'logger":"admin', 'logger":"pki']
/** Names under which operators append the server with `log_append`. */
const SERVER_KEYS = ['upstream', 'upstream_hostport', 'upstream_host', 'upstream_addr', 'upstream_address']

/** Null where the line is no object, or not of Caddy's HTTP loggers. */
export function parseCaddy(message: string, context: LogContext): LogAnswer {
  if (message.charCodeAt(0) !== 123 || !isCaddy(message)) return null
  const said = parseObject(message)
  if (said === null) return 'json-cut'
  const atMs = dateOf(said.ts, context)
  if (atMs === 'bad-date') return atMs
  const request = objectOf(said.request)
  const logger = textOf(said.logger) ?? ''
  if (request === null) return logger.startsWith('http.log.') ? null : talkOf(said, atMs)
  if (logger.startsWith('http.log.error')) return errorOf(said, request, atMs)
  const status = countOf(said.status)
  if (status !== null && status > 999) return 'bad-status'
  const roundtrip = logger.startsWith('http.handlers.reverse_proxy')
  if (roundtrip ? said.upstream === undefined || said.duration === undefined : said.status === undefined)
    return null
  const record = blankRequest(roundtrip ? 'caddy-upstream' : 'caddy-json', atMs)
  record.datedAtEnd = true
  record.client = clientOf(request)
  record.tls = objectOf(request.tls) !== null
  record.timers.totalMs = durationOf(said.duration)
  record.status = status === 0 ? null : status
  record.bytes = countOf(said.size)
  record.method = textOf(request.method)
  record.uri = textOf(request.uri)
  record.httpVersion = textOf(request.proto)
  setServer(record, said, request, roundtrip)
  record.fields = fieldsOf(said, request)
  const level = textOf(said.level)
  if (level !== null) record.severity = level
  return record
}

/** A look before the line is read: a logger of Caddy's, or the one sentence that every request has. */
function isCaddy(message: string): boolean {
  return LOGGERS.some((name) => message.includes(name)) || message.includes('handled request"')
}

/** What Caddy says of itself. */
function talkOf(said: JsonObject, atMs: number | null): LogAnswer {
  const message = textOf(said.msg)
  if (message === null || textOf(said.level) === null) return null
  const severity = textOf(said.level)!
  return { ok: true, kind: 'process', atMs, message, process: 'caddy', severity, format: 'caddy-process' }
}

/** Access lines name no server unless the operator appends it; the proxy's own lines do. */
function setServer(record: RequestRecord, said: JsonObject, request: JsonObject, roundtrip: boolean): void {
  const key = SERVER_KEYS.find((name) => textOf(said[name]) !== null)
  record.server = key === undefined ? null : textOf(said[key])
  if (record.server !== null) record.pool = textOf(request.host) ?? 'upstream'
  const error = textOf(said.error)
  if (record.status === 499) record.termination = 'CH'
  else if (roundtrip && error !== null) record.termination = endOf(error)
  if (roundtrip && record.status !== null) record.timers.responseMs = record.timers.totalMs
  else {
    const latency = said.upstream_latency ?? said.upstream_header_duration
    record.timers.responseMs = latency === undefined ? null : durationOf(latency)
  }
}

/** Go's own words for it. */
function endOf(error: string): string | null {
  if (error.includes('context canceled')) return 'CH'
  const timedOut = error.includes('i/o timeout') || error.includes('timeout awaiting')
  if (error.startsWith('dial ')) return timedOut ? 'sC' : 'SC'
  if (timedOut) return 'sH'
  return error.includes('EOF') || error.includes('connection reset') ? 'SH' : null
}

/** The access log has the same request: counted there, told of here. */
function errorOf(said: JsonObject, request: JsonObject, atMs: number | null): LogAnswer {
  const message = textOf(said.msg) ?? textOf(said.error) ?? ''
  const record: { ok: true } & ConnectionErrorRecord = {
    ok: true,
    kind: 'connection-error',
    atMs,
    client: clientOf(request),
    frontend: textOf(request.host) ?? '',
    message,
    format: 'caddy-error',
  }
  const server = textOf(said.upstream) ?? serverOfMessage(message)
  if (server !== null) record.server = server
  const status = countOf(said.status)
  if (status !== null && status > 0) record.status = status
  const level = textOf(said.level)
  if (level !== null) record.severity = level
  return record
}

function fieldsOf(said: JsonObject, request: JsonObject): Record<string, string | null> {
  const fields: Record<string, string | null> = { host: textOf(request.host) }
  for (const [key, value] of Object.entries(said)) {
    if (!PLACED.has(key)) fields[key] = value === '' ? null : fieldOf(value)
  }
  const headers = objectOf(request.headers)
  for (const name of ['User-Agent', 'Referer', 'X-Forwarded-For'] as const) {
    const value = headers?.[name]
    if (value === undefined) continue
    const texts = Array.isArray(value) ? value.map(String) : [String(value)]
    fields[`http_${name.toLowerCase().replaceAll('-', '_')}`] = texts.join(', ')
  }
  const tls = objectOf(request.tls)
  if (tls !== null) fields.tls = fieldOf(tls)
  return fields
}
