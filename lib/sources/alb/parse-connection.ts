/** Connection logs of AWS's application load balancers: one line a TLS handshake, good or refused. */

import { blankSession } from '../blank-record.ts'
import { splitWords } from '../clf/quoted.ts'
import { readClient } from '../haproxy/log/read-client.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import { secondsToMs } from '../read-duration.ts'
import { parseIsoDate } from '../syslog/parse-date.ts'
import { namedFields, numberOrNull } from './read-words.ts'

/** Without the date; empty for those with a place in the record. */
const NAMES =
  ',,listener_port,tls_protocol,tls_cipher,,leaf_client_cert_subject,leaf_client_cert_validity,leaf_client_cert_serial_number,tls_verify_status,conn_trace_id,tls_keyexchange'.split(
    ',',
  )
const WORDS = 10

/** The client's port stands by itself, unlike in access logs. Null where it is not this format. */
export function parseConnection(message: string, context: LogContext): LogAnswer {
  const date = parseIsoDate(message, 0, { offsetMinutes: 0 })
  const from = date ? date.end + 1 : 0
  const portAt = message.indexOf(' ', from) + 1
  if (portAt <= from || !isDigit(message.charCodeAt(portAt)) || message.indexOf('"') < 0) return null
  const { words, cut } = splitWords(message, from)
  const port = numberOrNull(words[1])
  const listener = numberOrNull(words[2])
  if (port === null || listener === null || Number.isNaN(port) || Number.isNaN(listener)) return null
  if (words.length < WORDS) return 'line-cut'
  const client = readClient(`${words[0]}:0`)
  if (!client) return 'bad-client'
  const status = words[9]!
  const record = blankSession('alb-connection', date?.atMs ?? context.frameAtMs)
  record.client = { ip: client.ip, port }
  record.tls = words[3] !== '-'
  record.timers.requestMs = secondsToMs(words[5]!)
  record.termination = status.startsWith('Success') ? '--' : status.startsWith('Failed') ? 'PR' : null
  record.truncated = cut
  record.fields = namedFields(NAMES, words)
  return record
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
