/** NGINX's upstream lists → every server that was tried, each with its own outcome. */

import type { Attempt } from '../../model/log-record.ts'
import { readDuration, secondsToMs } from '../read-duration.ts'
import { attemptEnd } from './termination.ts'
import { said, type Values } from './variables.ts'

/** More servers than one request is given to. */
const ATTEMPTS_LIMIT = 64

export type Upstreams = {
  attempts: Attempt[]
  /** The group that had no server to give: its name stands where the server's would. */
  group: string | null
}

/** `a, b : c` in order; commas part servers of one group, colons the groups of an internal redirect. */
export function splitList(text: string | undefined): string[] {
  if (text === undefined || text === '') return []
  if (text.indexOf(' ') < 0) return [text]
  const items: string[] = []
  let from = 0
  let comma = text.indexOf(', ')
  let colon = text.indexOf(' : ')
  while (items.length < ATTEMPTS_LIMIT && (comma >= 0 || colon >= 0)) {
    const isComma = colon < 0 || (comma >= 0 && comma < colon)
    const end = isComma ? comma : colon
    items.push(text.slice(from, end))
    from = end + (isComma ? 2 : 3)
    if (comma >= 0 && comma < from) comma = text.indexOf(', ', from)
    if (colon >= 0 && colon < from) colon = text.indexOf(' : ', from)
  }
  items.push(text.slice(from))
  return items
}

/** Null where the line names no server that was asked. */
export function readUpstreams(values: Values): Upstreams | null {
  const { upstream_addr: addresses } = values
  if (said(addresses) === null) return null
  const names = splitList(addresses)
  const statuses = splitList(values.upstream_status)
  const connects = splitList(values.upstream_connect_time)
  const headers = splitList(values.upstream_header_time ?? values.upstream_first_byte_time)
  const wholes = splitList(values.upstream_response_time)
  let group: string | null = null
  const attempts: Attempt[] = []
  for (let at = 0; at < names.length && at < ATTEMPTS_LIMIT; at++) {
    const server = serverOf(names[at]!)
    if (server === null) group = said(names[at]) ?? group
    const status = numberOf(statuses[at])
    const connectMs = timeOf(connects[at])
    const headerMs = timeOf(headers[at])
    // Without the time of the head, that of the whole answer is the nearest; 502 and 504 may be no answer at all.
    const answered = headers.length === 0 && status !== null && status !== 502 && status !== 504
    const untilMs = headerMs ?? (answered ? timeOf(wholes[at]) : null)
    const end = attemptEnd({
      status,
      connected: connects.length === 0 ? null : connectMs !== null,
      answered: headers.length === 0 ? null : headerMs !== null,
      followed: at < names.length - 1,
    })
    attempts.push({
      server,
      status,
      connectMs,
      responseMs: untilMs === null ? null : Math.max(0, untilMs - (connectMs ?? 0)),
      ...(end === null ? {} : { termination: end }),
    })
  }
  return { attempts, group }
}

/** An address has a port or is a socket's path: a bare name is the group's, which had no server left. */
function serverOf(name: string): string | null {
  return name.includes(':') ? name : null
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined || text.length !== 3) return null
  const value = Number(text)
  return value >= 100 && value <= 999 ? value : null
}

/** Seconds; before 1.7 `ms` never stood behind them, but formats of users add it. */
function timeOf(text: string | undefined): number | null {
  if (text === undefined || text === '-' || text === '') return null
  return secondsToMs(text) ?? readDuration(text, 's')
}
