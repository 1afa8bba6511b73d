/** `option httplog clf` and `option tcplog clf`: the Common Log Format with HAProxy's fields behind it. */

import type { Exchange } from '../../../model/log-record.ts'
import type { LogAnswer, LogContext } from '../../log-context.ts'
import { readClient } from './read-client.ts'
import { readCookie } from './read-counts.ts'
import { readLogDate } from './read-log-date.ts'
import { readFrontend, readServer } from './read-names.ts'
import { readInt, readIntOrNull, unlessMinusOne } from './read-numbers.ts'
import { readRequestLine } from './read-request-line.ts'
import { splitQuoted } from './split-quoted.ts'
import { unescapeField } from './unescape.ts'

/** Words behind the date up to the timers, the queues, and the two cookies. */
const TIMED_WORDS = 15
const COUNTED_WORDS = 23
const FIXED_WORDS = 25

/** Null where the line does not start `address - - [`, or is another server's common log. */
export function parseClf(message: string, context: LogContext): LogAnswer {
  const addressEnd = message.indexOf(' ')
  if (addressEnd <= 0 || !message.startsWith(' - - [', addressEnd)) return null
  const dateEnd = message.indexOf(']', addressEnd)
  if (dateEnd < 0) return 'line-cut'
  if (namesReferer(message, dateEnd)) return null
  const address = readClient(`${message.slice(0, addressEnd)}:0`)
  if (!address) return 'bad-client'
  const dateMs = readLogDate(message, addressEnd + 6, dateEnd, context.zoneMinutes)
  if (dateMs === null) return 'bad-date'
  const { words, cut } = splitQuoted(message, dateEnd + 1)
  if (words.length < TIMED_WORDS) return cut || words.length > 6 ? 'line-cut' : 'bad-clf'
  const status = readInt(words[1]!, 0, words[1]!.length)
  if (!(status >= -1 && status <= 999)) return 'bad-status'
  const session = words[0]!.trim() === 'TCP' && words[1] === '000'
  const milliseconds = number(words, 6)
  const name = readFrontend(words[7]!)
  const exchange: Omit<Exchange, 'format'> = {
    atMs: dateMs + (milliseconds !== null && milliseconds < 1000 ? milliseconds : 0),
    client: { ip: address.ip, port: number(words, 5) },
    frontend: name.frontend,
    tls: name.tls,
    pool: words[8]!,
    server: readServer(words[9]!),
    timers: {
      requestMs: session ? null : number(words, 10),
      queueMs: number(words, 11),
      connectMs: number(words, 12),
      responseMs: session ? null : number(words, 13),
      totalMs: number(words, session ? 13 : 14),
    },
    bytes: number(words, 2),
    termination: words[15] ? (session ? words[15].slice(0, 2) : words[15]) : null,
    connections:
      words.length > 19
        ? {
            process: number(words, 16),
            frontend: number(words, 17),
            pool: number(words, 18),
            server: number(words, 19),
          }
        : null,
    retries: number(words, 20),
    redispatched: words[20]?.startsWith('+') ?? false,
    queue: words.length >= COUNTED_WORDS ? { server: number(words, 21), pool: number(words, 22) } : null,
    loggedEarly: words[2]!.startsWith('+') || words[session ? 13 : 14]!.startsWith('+'),
    truncated: cut || words.length < COUNTED_WORDS,
  }
  if (session) return { ok: true, kind: 'session', ...exchange, format: 'haproxy-tcp-clf' }
  const captured = words.slice(FIXED_WORDS).map(unescapeField)
  return {
    ok: true,
    kind: 'request',
    ...exchange,
    status: unlessMinusOne(status),
    requestCookie: readCookie(words[23] ?? ''),
    responseCookie: readCookie(words[24] ?? ''),
    // The two sides' captures stand in one row: which is whose the line does not say.
    requestHeaders: null,
    responseHeaders: null,
    ...(captured.length > 0 ? { headers: captured } : {}),
    ...readRequestLine(words[0]!),
    format: 'haproxy-clf',
  }
}

/** Behind request, status and size HAProxy writes two empty fields; web servers, who sent the client and what it is. */
function namesReferer(message: string, dateEnd: number): boolean {
  const requestEnd = message.indexOf('"', dateEnd + 3)
  const statusEnd = requestEnd < 0 ? -1 : message.indexOf(' ', requestEnd + 2)
  const sizeEnd = statusEnd < 0 ? -1 : message.indexOf(' ', statusEnd + 1)
  if (sizeEnd < 0 || sizeEnd + 2 >= message.length) return false
  return message.charCodeAt(sizeEnd + 1) === 34 && message.charCodeAt(sizeEnd + 2) !== 34
}

function number(words: readonly string[], at: number): number | null {
  return readIntOrNull(words[at] ?? '')
}
