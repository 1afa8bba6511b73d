/** Labelled tab-separated values, `time:…<tab>host:…`, as ltsv.org names them for NGINX. */

import type { LogAnswer, LogContext } from '../log-context.ts'
import { unescapeBytes } from '../unescape-bytes.ts'
import { type Read, recordOfValues } from './record-of-values.ts'
import { isPlaced, noValues, said } from './variables.ts'

/** More labels than any format has: what is behind them is left. */
const LABELS_LIMIT = 128

/** Null where the line does not start with a label, or lacks the two that every such log has. */
export function parseLabels(message: string, context: LogContext): LogAnswer {
  const first = message.charCodeAt(0)
  if (first < 97 || first > 122 || message.indexOf('\t') < 0) return null
  const read: Read = { values: noValues(), fields: {}, http: true, truncated: false }
  let at = 0
  for (let count = 0; count < LABELS_LIMIT && at < message.length; count++) {
    const found = message.indexOf('\t', at)
    const end = found < 0 ? message.length : found
    const colon = message.indexOf(':', at)
    if (colon < 0 || colon > end) return null
    const label = message.slice(at, colon)
    const text = message.slice(colon + 1, end)
    const name = variableOf(label)
    if (isPlaced(name)) read.values[name] = name === 'request' ? text : unescapeBytes(text, '\\x')
    else read.fields[name] = said(unescapeBytes(text, '\\x'))
    at = end + 1
  }
  const { remote_addr: client, status } = read.values
  return client === undefined || status === undefined ? null : recordOfValues(read, context, 'nginx-ltsv')
}

/** Here `host` is the client, and times are seconds. */
function variableOf(label: string): string {
  switch (label) {
    case 'host':
      return 'remote_addr'
    case 'time':
      return 'msec'
    case 'req':
      return 'request'
    case 'method':
      return 'request_method'
    case 'protocol':
      return 'server_protocol'
    case 'size':
      return 'body_bytes_sent'
    case 'reqtime':
      return 'request_time'
    case 'apptime':
      return 'upstream_response_time'
    case 'vhost':
      return 'host'
    case 'user':
      return 'remote_user'
    case 'ua':
      return 'http_user_agent'
    case 'referer':
      return 'http_referer'
    case 'forwardedfor':
      return 'http_x_forwarded_for'
    default:
      return label
  }
}
