/** Builds a request or session out of NGINX's variables, whichever format they were written in. */

import type { Exchange, RequestRecord } from '../../model/log-record.ts'
import { blankRequest, blankSession } from '../blank-record.ts'
import { readRequest } from '../clf/read-request.ts'
import { readLogDate } from '../haproxy/log/read-log-date.ts'
import { readIntOrNull } from '../haproxy/log/read-numbers.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import { secondsToMs } from '../read-duration.ts'
import { parseIsoDate } from '../syslog/parse-date.ts'
import { readUpstreams, splitList, type Upstreams } from './read-upstreams.ts'
import { requestEnd, sessionEnd } from './termination.ts'
import { said, type Values } from './variables.ts'

export type Read = {
  values: Values
  fields: Record<string, string | null>
  http: boolean
  truncated: boolean
}

/** A record, or the reason why its date or status cannot be right. */
export function recordOfValues(read: Read, context: LogContext, format: string): LogAnswer {
  const { values, fields, truncated } = read
  const atMs = dateOf(values, context)
  if (atMs === 'bad-date') return atMs
  const status = values.status === undefined ? null : readIntOrNull(values.status)
  if (said(values.status) !== null && (status === null || status > 999)) return 'bad-status'
  const record = read.http ? blankRequest(format, atMs) : blankSession(format, atMs)
  record.datedAtEnd = true
  record.truncated = truncated
  const ip = said(values.remote_addr) ?? said(values.proxy_protocol_addr)
  record.client = {
    ip: ip === 'unix:' ? 'unix' : ip,
    port: values.remote_port === undefined ? null : readIntOrNull(values.remote_port),
  }
  record.frontend = said(values.server_name)
  record.tls = said(values.ssl_protocol) !== null || values.scheme === 'https' || values.https === 'on'
  record.bytes = numberOf(values.bytes_sent) ?? numberOf(values.body_bytes_sent)
  const total = values.request_time ?? values.session_time
  record.timers.totalMs = total === undefined ? null : secondsToMs(total)
  const upstreams = readUpstreams(values)
  if (values.upstream_queue_time !== undefined) {
    record.timers.queueMs = secondsToMs(splitList(values.upstream_queue_time).at(-1) ?? '')
  }
  if (upstreams !== null) setAttempts(record, upstreams)
  setPool(record, values, upstreams, status)
  if (record.kind === 'request') {
    record.status = status === 0 ? null : status
    setRequest(record, values, fields)
    const last = upstreams?.attempts.at(-1)
    const tried = last
      ? {
          status: last.status,
          connected: values.upstream_connect_time === undefined ? null : last.connectMs !== null,
          answered: values.upstream_header_time === undefined ? null : last.responseMs !== null,
        }
      : null
    const ownAnswer = values.upstream_addr !== undefined && upstreams === null && !truncated
    record.termination = requestEnd(status, tried, ownAnswer) ?? failureOf(last?.termination, status, last)
  } else {
    record.termination = sessionEnd(status)
  }
  keepRest(record, values, fields)
  return record
}

/** A server's failure is the request's, unless NGINX gave the client something else instead. */
function failureOf(
  end: string | null | undefined,
  status: number | null,
  last: { server: string | null; status: number | null } | undefined,
): string | null {
  if (last === undefined || last.status !== status) return null
  // No server was left to ask: HAProxy writes the same letters for it.
  return end ?? (last.server === null && status === 502 ? 'SC' : null)
}

/** The finest of the dates that the line has. */
function dateOf(values: Values, context: LogContext): number | null | 'bad-date' {
  const { msec, time_iso8601: iso, time_local: local } = values
  let given = false
  for (const text of [msec, local, iso]) {
    if (text === undefined) continue
    given = true
    const ms = readDate(text, context.zoneMinutes)
    if (ms !== null) return ms
  }
  return given ? 'bad-date' : context.frameAtMs
}

/** `22/Nov/2026:05:08:03 +0000`, also in brackets, an ISO date, or epoch seconds or milliseconds. */
function readDate(text: string, zoneMinutes: number): number | null {
  if (text.charCodeAt(2) === 47) return readLogDate(text, 0, text.length, zoneMinutes)
  if (text.charCodeAt(0) === 91) return readLogDate(text, 1, text.length - 1, zoneMinutes)
  const seconds = secondsToMs(text)
  if (seconds !== null) return text.length === 13 && !text.includes('.') ? seconds / 1000 : seconds
  const date = parseIsoDate(text, 0, { offsetMinutes: zoneMinutes })
  return date !== null && date.end === text.length ? date.atMs : null
}

function setAttempts(record: Exchange, { attempts }: Upstreams): void {
  const last = attempts.at(-1)!
  record.attempts = attempts
  record.server = last.server
  record.timers.connectMs = last.connectMs
  record.timers.responseMs = last.responseMs
  record.retries = attempts.length - 1
  record.redispatched = attempts.some((one) => one.server !== attempts[0]!.server)
}

/** Named where one was asked, or where it should have been and none could be. */
function setPool(record: Exchange, values: Values, upstreams: Upstreams | null, status: number | null): void {
  const named = said(values.proxy_upstream_name) ?? said(values.proxy_host) ?? upstreams?.group ?? null
  if (upstreams !== null) record.pool = named ?? record.frontend ?? said(values.host) ?? 'upstream'
  else if (values.upstream_addr === undefined || (status !== null && status >= 500)) record.pool = named
}

function setRequest(record: RequestRecord, values: Values, fields: Read['fields']): void {
  const line = values.request
  if (line !== undefined) {
    const request = readRequest(line)
    if (request === null) fields.request = line
    else {
      record.method = request.method
      record.uri = request.uri
      record.httpVersion = request.httpVersion
    }
  }
  record.method ??= said(values.request_method)
  if (record.uri === null) {
    const path = said(values.request_uri)
    const args = path === null ? said(values.args) : null
    const target = path ?? said(values.uri)
    record.uri = target === null || args === null ? target : `${target}?${args}`
  }
  record.httpVersion ??= said(values.server_protocol)
}

/** What has a place in the record and still says more than that place does. */
function keepRest(record: Exchange, values: Values, fields: Read['fields']): void {
  if (values.bytes_sent !== undefined) keep(fields, 'body_bytes_sent', values.body_bytes_sent)
  keep(fields, 'host', values.host)
  keep(fields, 'protocol', values.protocol)
  keep(fields, 'ssl_protocol', values.ssl_protocol)
  keep(fields, 'proxy_host', values.proxy_host)
  keep(fields, 'proxy_upstream_name', values.proxy_upstream_name)
  keep(fields, 'upstream_status', values.upstream_status)
  keep(fields, 'upstream_response_time', values.upstream_response_time)
  for (const _ in fields) {
    record.fields = fields
    break
  }
}

function keep(fields: Read['fields'], name: string, text: string | undefined): void {
  if (text !== undefined) fields[name] = said(text)
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : readIntOrNull(text)
}
