/** `option httplog clf` and `option tcplog clf`: the Common Log Format with HAProxy's fields behind it. */

import type { LogAnswer, LogContext } from './log-context.ts'
import { readClient } from './read-client.ts'
import { readCookie } from './read-counts.ts'
import { readLogDate } from './read-log-date.ts'
import { readFrontend, readServer } from './read-names.ts'
import { readInt, readIntOrNull, unlessMinusOne } from './read-numbers.ts'
import { readRequestLine } from './read-request-line.ts'
import { splitQuoted } from './split-quoted.ts'
import { unescapeField } from './unescape.ts'

/** Words behind the date up to the queues, and up to the captured headers behind the two cookies. */
const COUNTED_WORDS = 23
const FIXED_WORDS = 25

/** Null where the line does not start `address - - [`. */
export function parseClf(message: string, context: LogContext): LogAnswer {
  const addressEnd = message.indexOf(' ')
  if (addressEnd <= 0 || !message.startsWith(' - - [', addressEnd)) return null
  const dateEnd = message.indexOf(']', addressEnd)
  if (dateEnd < 0) return 'line-cut'
  const address = readClient(`${message.slice(0, addressEnd)}:0`)
  if (!address) return 'bad-client'
  const dateMs = readLogDate(message, addressEnd + 6, dateEnd, context.zoneMinutes)
  if (dateMs === null) return 'bad-date'
  const { words, cut } = splitQuoted(message, dateEnd + 1)
  const word = (index: number): string => words[index] ?? ''
  const number = (index: number): number | null => readIntOrNull(word(index))
  if (words.length < 13) return cut || message.length >= 1000 ? 'line-cut' : 'bad-clf'
  const session = word(0).trim() === 'TCP' && word(1) === '000'
  const status = readInt(word(1), 0, word(1).length)
  if (!(status >= -1 && status <= 999)) return 'bad-status'
  const milliseconds = number(6)
  const name = readFrontend(word(7))
  const captured = words.slice(FIXED_WORDS).map(unescapeField)
  const total = word(session ? 13 : 14)
  const exchange = {
    ok: true as const,
    atMs: dateMs + (milliseconds !== null && milliseconds < 1000 ? milliseconds : 0),
    client: { ip: address.ip, port: number(5) },
    frontend: name.frontend,
    tls: name.tls,
    pool: word(8),
    server: readServer(word(9)),
    bytes: number(2),
    loggedEarly: word(2).startsWith('+') || total.startsWith('+'),
    truncated: cut || words.length < COUNTED_WORDS,
  }
  if (session) {
    return {
      ...exchange,
      kind: 'session',
      timers: {
        requestMs: null,
        queueMs: number(11),
        connectMs: number(12),
        responseMs: null,
        totalMs: number(13),
      },
      termination: word(15).slice(0, 2) || null,
      ...counted(words, 16),
      format: 'haproxy-tcp-clf',
    }
  }
  return {
    ...exchange,
    kind: 'request',
    timers: {
      requestMs: number(10),
      queueMs: number(11),
      connectMs: number(12),
      responseMs: number(13),
      totalMs: number(14),
    },
    status: unlessMinusOne(status),
    termination: word(15) || null,
    ...counted(words, 16),
    requestCookie: readCookie(word(23)),
    responseCookie: readCookie(word(24)),
    requestHeaders: null,
    responseHeaders: null,
    ...(captured.length > 0 ? { headers: captured } : {}),
    ...readRequestLine(word(0)),
    format: 'haproxy-clf',
  }
}

/** `ac fc bc sc rc sq bq` from word `at` on. */
function counted(words: readonly string[], at: number) {
  const number = (index: number): number | null => readIntOrNull(words[at + index] ?? '')
  return {
    connections:
      words.length > at + 3
        ? { process: number(0), frontend: number(1), pool: number(2), server: number(3) }
        : null,
    retries: number(4),
    redispatched: (words[at + 4] ?? '').startsWith('+'),
    queue: words.length > at + 6 ? { server: number(5), pool: number(6) } : null,
  }
}
