/** Traefik's JSON access log, of every major version: durations in nanoseconds, names as documented. */

import type { RequestRecord } from '../../model/log-record.ts'
import { blankRequest } from '../blank-record.ts'
import { countOf, fieldOf, type JsonObject, numberOf, parseObject, textOf } from '../json-values.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import { readDuration } from '../read-duration.ts'
import { parseIsoDate } from '../syslog/parse-date.ts'
import { serverOf } from './server-of.ts'

/** One of these is in every access line, whatever fields the operator dropped. */
const MARKS = ['DownstreamStatus":', 'RequestMethod":', 'RequestPath":', 'OriginStatus":']
const MARKS_NEEDED = 2

/** What has its own place in the record; the rest goes to `fields`. */
const PLACED = new Set(
  `StartUTC StartLocal time Duration OriginDuration ClientAddr ClientHost ClientPort RequestMethod RequestPath
   RequestProtocol RequestLine DownstreamStatus DownstreamContentSize RetryAttempts entryPointName ServiceName
   ServiceAddr ServiceURL BackendName BackendAddr BackendURL level msg`.split(/\s+/),
)

/** Null where the line is no object or has none of Traefik's names. */
export function parseTraefikJson(message: string, context: LogContext): LogAnswer {
  if (message.charCodeAt(0) !== 123) return null
  let marks = 0
  for (const mark of MARKS) if (message.includes(mark)) marks++
  if (marks < MARKS_NEEDED) return null
  const said = parseObject(message)
  if (said === null) return 'json-cut'
  const atMs = dateOf(said, context)
  if (atMs === 'bad-date') return atMs
  const record = blankRequest('traefik-json', atMs)
  const status = countOf(said.DownstreamStatus) ?? countOf(said.OriginStatus)
  if (status !== null && status > 999) return 'bad-status'
  setClient(record, said)
  record.frontend = textOf(said.entryPointName) ?? textOf(said.RouterName) ?? textOf(said.FrontendName)
  record.tls = textOf(said.TLSVersion) !== null || said.RequestScheme === 'https'
  record.server =
    textOf(said.ServiceAddr) ?? textOf(said.BackendAddr) ?? serverOf(said.ServiceURL ?? said.BackendURL)
  const pool = textOf(said.ServiceName) ?? textOf(said.BackendName)
  record.pool =
    pool ?? (record.server === null ? null : (textOf(said.RouterName) ?? record.frontend ?? 'upstream'))
  record.timers.totalMs = durationOf(said.Duration)
  record.timers.responseMs = record.server === null ? null : durationOf(said.OriginDuration)
  record.status = status === 0 ? null : status
  record.bytes = countOf(said.DownstreamContentSize)
  record.retries = countOf(said.RetryAttempts)
  record.termination = endOf(record, said, pool)
  const [method, target, version] = (textOf(said.RequestLine) ?? '').split(' ')
  record.method = textOf(said.RequestMethod) ?? textOf(method)
  record.uri = textOf(said.RequestPath) ?? textOf(target)
  record.httpVersion = textOf(said.RequestProtocol) ?? textOf(version)
  record.fields = {}
  for (const [key, value] of Object.entries(said)) {
    if (!PLACED.has(key)) record.fields[key] = value === '-' || value === '' ? null : fieldOf(value)
  }
  const level = textOf(said.level)
  if (level !== null) record.severity = level
  return record
}

/** When the request arrived, by the finest date the line has. */
function dateOf(said: JsonObject, context: LogContext): number | null | 'bad-date' {
  let given = false
  for (const key of ['StartUTC', 'StartLocal', 'time'] as const) {
    const text = textOf(said[key])
    if (text === null) continue
    given = true
    const date = parseIsoDate(text, 0, { offsetMinutes: context.zoneMinutes })
    if (date !== null && date.end === text.length) return date.atMs
  }
  return given ? 'bad-date' : context.frameAtMs
}

function setClient(record: RequestRecord, said: JsonObject): void {
  const address = textOf(said.ClientAddr)
  const colon = address?.lastIndexOf(':') ?? -1
  const bare = address === null || colon < 0 ? address : address.slice(0, colon).replace(/^\[|\]$/g, '')
  record.client = {
    ip: textOf(said.ClientHost) ?? bare,
    port:
      countOf(said.ClientPort) ?? (address === null || colon < 0 ? null : countOf(address.slice(colon + 1))),
  }
}

/** Go's durations are whole nanoseconds; some shippers turn them into words. */
function durationOf(value: unknown): number | null {
  const number = numberOf(value)
  if (number !== null) return number < 0 ? null : Math.round(number / 1e6)
  return typeof value === 'string' ? readDuration(value, 'ns') : null
}

/** Traefik writes its own 502 as if the server had said it: only who left and what no server was asked for is told. */
function endOf(record: RequestRecord, said: JsonObject, pool: string | null): string | null {
  const { status } = record
  if (status === 499) return 'CH'
  const asked = pool !== null || record.server !== null || said.OriginStatus !== undefined
  if (asked || status === null || said.Overhead === undefined) return null
  return status < 400 ? 'LR' : 'PR'
}
