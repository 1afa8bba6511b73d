/** Lines that start with a client and a date: HTTP, HTTPS, TCP and connection errors. */

import type { LogAnswer, LogContext } from '../../log-context.ts'
import { parseConnectionError } from './parse-connection-error.ts'
import { parseHttp } from './parse-http.ts'
import { parseTcp } from './parse-tcp.ts'
import { type Client, readClient } from './read-client.ts'
import { readLogDate } from './read-log-date.ts'
import { countSlashes } from './read-numbers.ts'

/** What all of them start with: `%ci:%cp [%tr] %ft %b/%s `. */
export type TrafficHead = {
  client: Client
  atMs: number
  frontend: string
  tls: boolean
  pool: string
  server: string | null
  /** Where the timers stand. */
  timersAt: number
  timersEnd: number
}

/** Null where the line does not start with a client and a date in brackets. */
export function parseTraffic(message: string, context: LogContext): LogAnswer {
  const clientEnd = message.indexOf(' ')
  if (clientEnd <= 0 || message.charCodeAt(clientEnd + 1) !== 91) return null
  const dateEnd = message.indexOf(']', clientEnd + 2)
  if (dateEnd < 0) return message.length - clientEnd < 32 ? 'line-cut' : null
  const client = readClient(message.slice(0, clientEnd))
  if (!client) return 'bad-client'
  const atMs = readLogDate(message, clientEnd + 2, dateEnd, context.zoneMinutes)
  if (atMs === null) return 'bad-date'
  if (message.charCodeAt(dateEnd + 1) !== 32)
    return dateEnd + 1 >= message.length ? 'line-cut' : 'unknown-format'
  const frontendEnd = message.indexOf(' ', dateEnd + 2)
  if (frontendEnd < 0) return 'line-cut'
  if (message.charCodeAt(frontendEnd - 1) === 58) {
    return parseConnectionError(message, dateEnd + 2, frontendEnd, client, atMs)
  }
  const pairEnd = message.indexOf(' ', frontendEnd + 1)
  if (pairEnd < 0) return 'line-cut'
  const slash = message.indexOf('/', frontendEnd + 1)
  if (slash < 0 || slash >= pairEnd) return 'unknown-format'
  const timersEnd = message.indexOf(' ', pairEnd + 1)
  if (timersEnd < 0) return 'line-cut'
  const tls = message.charCodeAt(frontendEnd - 1) === 126
  const server = message.slice(slash + 1, pairEnd)
  const head: TrafficHead = {
    client,
    atMs,
    frontend: message.slice(dateEnd + 2, tls ? frontendEnd - 1 : frontendEnd),
    tls,
    pool: message.slice(frontendEnd + 1, slash),
    server: server === '<NOSRV>' ? null : server,
    timersAt: pairEnd + 1,
    timersEnd,
  }
  const slashes = countSlashes(message, head.timersAt, timersEnd)
  if (slashes === 4) return parseHttp(message, head)
  return slashes === 2 ? parseTcp(message, head) : 'bad-timers'
}
