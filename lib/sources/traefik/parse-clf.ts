/** Traefik's Common Log Format: behind the user agent a count, the router, the server's URL and `12ms`. */

import { blankRequest } from '../blank-record.ts'
import { readLogDate } from '../haproxy/log/read-log-date.ts'
import { readIntOrNull } from '../haproxy/log/read-numbers.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import { serverOf } from './server-of.ts'

/** Null where the line does not end as Traefik's do: `"router" "http://10.0.0.2:80" 12ms`. */
export function parseTraefikClf(message: string, context: LogContext): LogAnswer {
  const tail = readTail(message.trimEnd())
  if (tail === null) return null
  const open = message.indexOf(' [')
  const close = open < 0 ? -1 : message.indexOf('] "', open)
  const clientEnd = message.indexOf(' ')
  if (close < 0 || clientEnd <= 0) return null
  const requestEnd = endOfRequest(message, close + 3)
  const statusEnd = requestEnd < 0 ? -1 : message.indexOf(' ', requestEnd + 2)
  const sizeEnd = statusEnd < 0 ? -1 : message.indexOf(' ', statusEnd + 1)
  if (sizeEnd < 0 || sizeEnd > tail.at) return null
  const status = readCount(message.slice(requestEnd + 2, statusEnd))
  const [referer, agent] = quotedPair(message.slice(sizeEnd + 1, tail.at))
  if (status === undefined || referer === undefined || agent === undefined) return null
  const date = message.slice(open + 2, close)
  const atMs = date === '-' ? context.frameAtMs : readLogDate(date, 0, date.length, context.zoneMinutes)
  if (date !== '-' && atMs === null) return 'bad-date'
  const record = blankRequest('traefik-clf', atMs)
  record.client.ip = said(message.slice(0, clientEnd))
  const router = said(tail.router)
  record.server = serverOf(tail.url)
  record.frontend = router
  // The service has no place in this format: its router's name is the nearest to it.
  if (record.server !== null) record.pool = router ?? 'upstream'
  record.timers.totalMs = tail.durationMs
  record.status = status === 0 ? null : status
  record.bytes = readCount(message.slice(statusEnd + 1, sizeEnd)) ?? null
  record.termination = status === 499 ? 'CH' : null
  Object.assign(record, requestOf(message.slice(close + 3, requestEnd)))
  const userAt = message.startsWith(' - ', clientEnd) ? clientEnd + 3 : clientEnd + 1
  record.fields = {
    remote_user: said(message.slice(userAt, Math.max(userAt, open))),
    http_referer: said(referer),
    http_user_agent: said(agent),
    request_count: said(tail.count),
    service_url: said(tail.url),
  }
  return record
}

type Tail = { count: string; router: string; url: string; durationMs: number; at: number }

/** From the back, where no client's text stands: ` 7 "router" "http://10.0.0.2:80" 12ms`. */
function readTail(line: string): Tail | null {
  if (!line.endsWith('ms')) return null
  const urlEnd = line.lastIndexOf('"')
  const urlAt = urlEnd < 1 ? -1 : line.lastIndexOf(' "', urlEnd - 1)
  const routerAt = urlAt < 1 ? -1 : line.lastIndexOf(' "', urlAt - 1)
  const at = routerAt < 1 ? -1 : line.lastIndexOf(' ', routerAt - 1)
  if (at < 0 || line.charCodeAt(urlEnd + 1) !== 32) return null
  const durationMs = readIntOrNull(line.slice(urlEnd + 2, -2))
  const count = line.slice(at + 1, routerAt)
  if (durationMs === null || readCount(count) === undefined) return null
  // Early versions left the router's closing quote out at times.
  const routerEnd = line.charCodeAt(urlAt - 1) === 34 ? urlAt - 1 : urlAt
  const router = line.slice(routerAt + 2, routerEnd)
  return { count, router, url: line.slice(urlAt + 2, urlEnd), durationMs, at }
}

/** `"referer" "agent"`: quotes inside the agent are its own. */
function quotedPair(text: string): [string?, string?] {
  const between = text.indexOf('" "')
  if (between < 1 || !text.startsWith('"') || !text.endsWith('"')) return []
  return [text.slice(1, between), text.slice(between + 3, -1)]
}

/** Traefik escapes nothing: the quote that ends the request is the one that a status and a size follow. */
function endOfRequest(message: string, from: number): number {
  let end = message.indexOf('" ', from)
  while (end >= 0 && !/^" (?:\d{1,3}|-) (?:\d|-)/.test(message.slice(end, end + 8))) {
    end = message.indexOf('" ', end + 1)
  }
  return end
}

/** Always three parts, whatever the protocol's name; `-` where one is not known. */
function requestOf(text: string): { method: string | null; uri: string | null; httpVersion: string | null } {
  const first = text.indexOf(' ')
  const last = text.lastIndexOf(' ')
  if (first < 0 || last === first) return { method: said(text), uri: null, httpVersion: null }
  return {
    method: said(text.slice(0, first)),
    uri: said(text.slice(first + 1, last)),
    httpVersion: said(text.slice(last + 1)),
  }
}

function said(text: string): string | null {
  return text === '' || text === '-' ? null : text
}

/** A number, null for `-`, undefined for anything else. */
function readCount(text: string): number | null | undefined {
  return text === '-' ? null : (readIntOrNull(text) ?? undefined)
}
