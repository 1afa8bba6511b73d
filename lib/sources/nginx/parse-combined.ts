/** NGINX's combined format, also without its last two fields, and with what users append. */

import { closingQuote } from '../clf/quoted.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import { unescapeBytes } from '../unescape-bytes.ts'
import { readTail } from './read-tail.ts'
import { type Read, recordOfValues } from './record-of-values.ts'
import { noValues, said } from './variables.ts'

const QUOTE = 34
const SPACE = 32
const SLASH = 47
/** Names of clients and users before the date are no longer together. */
const HEAD_LENGTH_LIMIT = 1_024

/** Null where no `… [22/Nov/2026:05:08:03 +0000] "` opens the line. */
export function parseCombined(message: string, context: LogContext): LogAnswer {
  const dateAt = findDate(message)
  if (dateAt < 0) return null
  const dateEnd = message.indexOf(']', dateAt)
  if (dateEnd < 0) return 'line-cut'
  let requestAt = dateEnd + 1
  while (message.charCodeAt(requestAt) === SPACE) requestAt++
  if (message.charCodeAt(requestAt) !== QUOTE) return requestAt >= message.length ? 'line-cut' : null
  requestAt++
  const requestEnd = endOfRequest(message, requestAt)
  if (requestEnd < 0) return 'line-cut'
  const statusAt = requestEnd + 2
  const statusEnd = message.indexOf(' ', statusAt)
  if (statusEnd < 0) return 'line-cut'
  const read: Read = { values: noValues(), fields: {}, http: true, truncated: false }
  const { values } = read
  if (!readHead(read, message, dateAt - 2)) return 'bad-client'
  values.time_local = message.slice(dateAt, dateEnd)
  values.request = message.slice(requestAt, requestEnd)
  values.status = message.slice(statusAt, statusEnd)
  let end = message.indexOf(' ', statusEnd + 1)
  if (end < 0) end = message.length
  values.body_bytes_sent = message.slice(statusEnd + 1, end)
  if (end >= message.length) return recordOfValues(read, context, 'nginx-common')
  end = readQuoted(read, 'http_referer', message, end)
  end = readQuoted(read, 'http_user_agent', message, end)
  const format = end < message.length ? readTail(read, message, end) : 'nginx-combined'
  return recordOfValues(read, context, format)
}

/** Index of the date behind ` [`; a name before it may have brackets, so its slashes and colon are looked at. */
function findDate(message: string): number {
  // Spaces by the thousand are not looked through.
  const head = message.slice(0, HEAD_LENGTH_LIMIT)
  let open = head.indexOf(' [')
  while (open > 0) {
    const slashes = message.charCodeAt(open + 4) === SLASH && message.charCodeAt(open + 8) === SLASH
    if (slashes && message.charCodeAt(open + 13) === 58) return open + 2
    open = head.indexOf(' [', open + 1)
  }
  return -1
}

/** A bare quote inside, which older writers left there, is followed by no status. */
function endOfRequest(message: string, from: number): number {
  let end = closingQuote(message, from)
  while (end >= 0 && end + 1 < message.length && !isStatus(message, end + 1))
    end = closingQuote(message, end + 1)
  return end
}

function isStatus(message: string, at: number): boolean {
  const code = message.charCodeAt(at + 1)
  return (
    message.charCodeAt(at) === SPACE &&
    ((code >= 48 && code <= 57) || code === 45 || at + 1 >= message.length)
  )
}

/** What stands before the date: `client - user`, or `client identity user`. False where it cannot be that. */
function readHead(read: Read, message: string, end: number): boolean {
  const head = message.slice(0, end)
  const dash = head.indexOf(' -')
  const alone = dash > 0 && (dash + 2 === end || head.charCodeAt(dash + 2) === SPACE)
  if (alone) {
    readUser(read, head.slice(dash + 3))
    return readClients(read, head.slice(0, dash))
  }
  const [client, ident, ...user] = head.split(' ')
  read.fields.ident = said(ident)
  read.fields.remote_user = said(user.join(' '))
  read.values.remote_addr = client
  return client !== ''
}

/** Old ingress-nginx has `[real client] - ` before the user's name. */
function readUser({ fields }: Read, text: string): void {
  const close = text.startsWith('[') ? text.indexOf('] - ') : -1
  if (close > 0) fields.the_real_ip = said(text.slice(1, close))
  fields.remote_user = said(close > 0 ? text.slice(close + 4) : text)
}

/** `10.0.0.9`, or with the site's name and whom it was forwarded for before it: `site "10.1.1.1, 10.2.2.2" 10.0.0.9`. */
function readClients({ values, fields }: Read, text: string): boolean {
  if (text.indexOf(' ') < 0) {
    values.remote_addr = text
    return text !== ''
  }
  const groups = text.replaceAll('"', '').replaceAll(', ', ',').split(' ')
  const last = groups.pop()!
  const forwarded = last.includes(',') ? last : groups.find((group) => group.includes(','))
  const site = groups.find((group) => !group.includes(','))
  if (forwarded !== undefined) fields.http_x_forwarded_for = forwarded.replaceAll(',', ', ')
  if (site !== undefined) values.host = site
  // Where the list stands for the client, the first one in it is who asked.
  values.remote_addr = last.includes(',') ? last.slice(0, last.indexOf(',')) : last
  return values.remote_addr !== ''
}

/** One quoted field behind a space; gives the index after it, or `at` where none stands here. */
function readQuoted(read: Read, name: string, message: string, at: number): number {
  if (message.charCodeAt(at) !== SPACE || message.charCodeAt(at + 1) !== QUOTE) return at
  let close = closingQuote(message, at + 2)
  while (close >= 0 && close + 1 < message.length && message.charCodeAt(close + 1) !== SPACE) {
    close = closingQuote(message, close + 1)
  }
  const text = message.slice(at + 2, close < 0 ? message.length : close)
  read.fields[name] = said(unescapeBytes(text, '\\x'))
  if (close < 0) read.truncated = true
  return close < 0 ? message.length : close + 1
}
