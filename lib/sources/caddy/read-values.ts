/** Caddy's dates, durations and addresses, in each of the encodings that its logger has. */

import { readLogDate } from '../haproxy/log/read-log-date.ts'
import { countOf, type JsonObject, numberOf, textOf } from '../json-values.ts'
import type { LogContext } from '../log-context.ts'
import { readDuration } from '../read-duration.ts'
import { parseIsoDate } from '../syslog/parse-date.ts'

/** Epoch seconds, milliseconds or nanoseconds, or a text: `time_format` has them all. */
export function dateOf(value: unknown, context: LogContext): number | null | 'bad-date' {
  if (value === undefined || value === null) return context.frameAtMs
  const number = numberOf(value)
  if (number !== null) {
    if (!(number > 0)) return 'bad-date'
    return Math.round(number > 1e17 ? number / 1e6 : number > 1e11 ? number : number * 1000)
  }
  const text = textOf(value)
  if (text === null) return 'bad-date'
  const iso = text.replace(/^(\d{4})\/(\d{2})\/(\d{2}) /, '$1-$2-$3T')
  const date = parseIsoDate(iso, 0, { offsetMinutes: context.zoneMinutes })
  if (date !== null && (date.end === iso.length || iso.startsWith(' ', date.end))) return date.atMs
  const common = readLogDate(text, 0, text.length, context.zoneMinutes)
  if (common !== null) return common
  // `Sun, 22 Nov 2026 05:08:03 GMT` and its kin.
  const words =
    /^(?:[A-Z][a-z]{2}, )?(\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) (?:GMT|UTC|([+-]\d{4}))$/.exec(
      text,
    )
  if (words === null) return 'bad-date'
  const [, day, month, year, clock, zone] = words
  return readLogDate(`${day}/${month}/${year}:${clock} ${zone ?? '+0000'}`, 0, 26, 0) ?? 'bad-date'
}

/** Seconds as a number (the default), or text such as `1.5ms`. */
export function durationOf(value: unknown): number | null {
  const number = numberOf(value)
  if (number !== null) return number < 0 ? null : Math.round(number * 1000)
  return typeof value === 'string' ? readDuration(value, 's') : null
}

/** `client_ip` is who Caddy takes the client for, behind trusted proxies; before 2.5 there was `remote_addr` alone. */
export function clientOf(request: JsonObject): { ip: string | null; port: number | null } {
  const address = textOf(request.remote_addr)
  const colon = address?.lastIndexOf(':') ?? -1
  const remote =
    textOf(request.remote_ip) ??
    (address === null || colon < 0 ? address : unbracketed(address.slice(0, colon)))
  const ip = textOf(request.client_ip) ?? remote
  const port =
    countOf(request.remote_port) ?? (address === null || colon < 0 ? null : countOf(address.slice(colon + 1)))
  // Another one's port is not the client's.
  return { ip, port: ip === remote ? port : null }
}

function unbracketed(text: string): string {
  return text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
}

/** `dial tcp 172.21.0.6:8000: connect: connection refused` to `172.21.0.6:8000`. */
export function serverOfMessage(message: string): string | null {
  const dial = /^dial (?:tcp|udp|unix)[46]? (\S{1,256}): /.exec(message)
  if (dial !== null) return dial[1]!
  // `read tcp 10.0.0.1:4000->10.0.0.2:80: i/o timeout`
  return /^(?:read|write) (?:tcp|udp)[46]? \S{1,128}->(\S{1,128}): /.exec(message)?.[1] ?? null
}
