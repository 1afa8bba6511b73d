/** NGINX's error log: what it says of itself, and of connections, clients and upstreams by name. */

import type { ConnectionErrorRecord } from '../../model/log-record.ts'
import { readClient } from '../haproxy/log/read-client.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import { clockMs, twoDigits } from '../syslog/parse-date.ts'

const HEAD = /^(\d{4})\/(\d{2})\/(\d{2}) \d{2}:\d{2}:\d{2} \[([a-z]{3,6})\] (\d{1,10})#\d{1,10}: /
/** The head is no longer. */
const HEAD_LENGTH = 64
const FORMAT = 'nginx-error'

/** Null where the line does not start with the error log's date, level and process. */
export function parseError(message: string, context: LogContext): LogAnswer {
  if (message.charCodeAt(4) !== 47 || message.charCodeAt(7) !== 47) return null
  const head = HEAD.exec(message.slice(0, HEAD_LENGTH))
  if (head === null) return null
  const clock = clockMs(message, 11)
  const month = twoDigits(message, 5)
  if (clock < 0 || month < 1 || month > 12) return 'bad-date'
  const atMs = Date.UTC(Number(head[1]), month - 1, Number(head[3])) + clock - context.zoneMinutes * 60_000
  const framed = {
    ok: true,
    atMs,
    process: 'nginx',
    pid: Number(head[5]),
    severity: severityOf(head[4]!),
    format: FORMAT,
  } as const
  const text = message.slice(head[0].length)
  const about = detailsFrom(text)
  const client = about === null ? null : addressOf(detail(about, 'client'))
  if (about === null || client === null) return { ...framed, kind: 'process', message: text }
  const record: { ok: true } & ConnectionErrorRecord = {
    ...framed,
    kind: 'connection-error',
    client,
    frontend: detail(about, 'server') ?? '',
    message: text,
  }
  const upstream = serverOf(detail(about, 'upstream'))
  if (upstream !== null) record.server = upstream
  return record
}

/** HAProxy's and syslog's words for NGINX's levels. */
function severityOf(level: string): string {
  return level === 'warn' ? 'warning' : level === 'crit' ? 'crit' : level === 'error' ? 'err' : level
}

/** What stands behind `, client: `; null where it concerns no client. */
function detailsFrom(text: string): string | null {
  const at = text.lastIndexOf(', client: ')
  return at < 0 ? null : text.slice(at + 2)
}

/** `name: value` or `name: "value"` up to the next comma. */
function detail(about: string, name: string): string | null {
  const at = about.startsWith(`${name}: `) ? 0 : about.indexOf(`, ${name}: `) + 2
  if (at === 1) return null
  const from = at + name.length + 2
  const quoted = about.charCodeAt(from) === 34
  const end = about.indexOf(quoted ? '"' : ',', from + 1)
  const text = about.slice(quoted ? from + 1 : from, end < 0 ? about.length : end)
  return text === '' || text.startsWith(', ') ? null : text
}

function addressOf(text: string | null): ConnectionErrorRecord['client'] | null {
  if (text === null) return null
  if (text === 'unix:') return { ip: 'unix', port: null }
  // NGINX writes no port behind an HTTP client's address: an IPv6 one ends with its own last group.
  const alone = readClient(`${text}:0`)
  return alone === null ? readClient(text) : { ip: alone.ip, port: null }
}

/** `http://10.0.0.1:80/path` to `10.0.0.1:80`; a group's name without a port is no server. */
function serverOf(url: string | null): string | null {
  if (url === null) return null
  const scheme = url.indexOf('://')
  const from = scheme < 0 ? 0 : scheme + 3
  if (url.startsWith('unix:', from)) {
    // Behind the socket's path a colon parts it from the request's.
    const end = url.indexOf(':', from + 5)
    return url.slice(from, end < 0 ? url.length : end)
  }
  const slash = url.indexOf('/', from)
  const server = url.slice(from, slash < 0 ? url.length : slash)
  return server.includes(':') ? server : null
}
