/** Access logs of AWS's classic load balancers: HTTP listeners, and TCP listeners, which log no request. */

import type { RequestRecord, SessionRecord } from '../../model/log-record.ts'
import { blankRequest, blankSession } from '../blank-record.ts'
import { splitWords } from '../clf/quoted.ts'
import { readClient } from '../haproxy/log/read-client.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import { secondsToMs } from '../read-duration.ts'
import { parseIsoDate } from '../syslog/parse-date.ts'
import { loadBalancerName, numberOrNull, readAwsRequest, textOrNull } from './read-words.ts'
import { terminationOf } from './termination.ts'

/** Up to the request; the browser and TLS came in 2015. */
const WORDS = 11

/** The date may have been taken off as a framing's. Null where it is not this format. */
export function parseElb(message: string, context: LogContext): LogAnswer {
  const date = parseIsoDate(message, 0, { offsetMinutes: 0 })
  const atMs = date?.atMs ?? context.frameAtMs
  const from = date ? date.end + 1 : 0
  if (!couldBe(message, from)) return null
  const { words, cut } = splitWords(message, from)
  if (words.length < 6 || !isTime(words[3]!) || !isTime(words[4]!) || !isTime(words[5]!)) return null
  if (words.length < WORDS) return 'line-cut'
  const client = readClient(words[1]!)
  if (!client) return 'bad-client'
  const status = numberOrNull(words[6])
  if (Number.isNaN(status)) return 'bad-status'
  const requestMs = secondsToMs(words[3]!)
  const responseMs = secondsToMs(words[4]!)
  const answerMs = secondsToMs(words[5]!)
  const session = status === null && words[10]!.startsWith('- - -')
  const record: { ok: true } & (RequestRecord | SessionRecord) = session
    ? blankSession('elb', atMs)
    : blankRequest('elb', atMs)
  const server = textOrNull(words[2])
  record.client = client
  record.frontend = loadBalancerName(words[0]!)
  record.tls = (words[12] ?? '-') !== '-'
  record.pool = record.frontend
  record.server = server
  record.timers.responseMs = responseMs
  record.bytes = numberOrNull(words[9])
  record.truncated = cut
  if (record.kind === 'session') {
    // From the connection's start to the first byte for the server.
    record.timers.connectMs = requestMs
  } else {
    const request = readAwsRequest(words[10]!)
    record.timers.requestMs = requestMs
    record.timers.totalMs =
      requestMs !== null && responseMs !== null && answerMs !== null
        ? requestMs + responseMs + answerMs
        : null
    record.status = status
    record.method = request.method
    record.uri = request.uri
    record.httpVersion = request.httpVersion
    record.termination = terminationOf({
      status,
      targetStatus: numberOrNull(words[7]) || null,
      hasTarget: server !== null,
      requestMs,
      targetMs: responseMs,
      errorReason: null,
      action: null,
    })
  }
  record.fields = {
    response_processing_time: textOrNull(words[5]),
    backend_status_code: textOrNull(words[7]),
    received_bytes: textOrNull(words[8]),
    user_agent: textOrNull(words[11]),
    ssl_cipher: textOrNull(words[12]),
    ssl_protocol: textOrNull(words[13]),
  }
  return record
}

/** A look at the second and the fourth word: an address with a port, a time. */
function couldBe(message: string, from: number): boolean {
  const clientAt = message.indexOf(' ', from) + 1
  const serverAt = clientAt === 0 ? 0 : message.indexOf(' ', clientAt) + 1
  const timeAt = serverAt === 0 ? 0 : message.indexOf(' ', serverAt) + 1
  const port = message.lastIndexOf(':', serverAt)
  const first = message.charCodeAt(timeAt)
  return timeAt > 0 && port > clientAt && ((first >= 48 && first <= 57) || message.startsWith('-1 ', timeAt))
}

/** Seconds with a fraction, or −1: it never came so far. */
function isTime(word: string): boolean {
  return word === '-1' || (word.indexOf('.') > 0 && secondsToMs(word) !== null)
}
