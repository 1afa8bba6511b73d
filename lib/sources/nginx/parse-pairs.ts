/** Lines that are JSON or `key=value` and whose keys are NGINX's variable names. */

import { readTopLevel } from '../haproxy/log/read-json-pairs.ts'
import { fieldOf } from '../json-values.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import { unescapeBytes } from '../unescape-bytes.ts'
import { readPairs } from './read-pairs.ts'
import { type Read, recordOfValues } from './record-of-values.ts'
import { isOwnName, variableOfKey } from './variable-of-key.ts'
import { isHttpName, isPlaced, noValues, said } from './variables.ts'

/** So many of NGINX's own names make a line NGINX's. */
const OWN_NAMES_NEEDED = 2
/** One of these stands in every JSON line of NGINX's: a look before the line is read. */
const JSON_MARKS = [
  'remote_addr"',
  'request_uri"',
  'request_time"',
  'body_bytes_sent"',
  'bytes_sent"',
  'upstream_',
  'time_',
  'request_method"',
  'http_user_agent"',
  'remote_user"',
]

/** Null where the line is no object, or its keys are not NGINX's. */
export function parseJson(message: string, context: LogContext): LogAnswer {
  if (message.charCodeAt(0) !== 123 || !JSON_MARKS.some((mark) => message.includes(mark))) return null
  const read = readTopLevel(message)
  if (read === null) return null
  return recordOf(read.pairs, read.cut, context, 'nginx-json')
}

/** Null where the line does not start with a word or a quoted date, or its keys are not NGINX's. */
export function parseKeyValue(message: string, context: LogContext): LogAnswer {
  const first = message.charCodeAt(0)
  const isWord = (first >= 97 && first <= 122) || (first >= 65 && first <= 90) || first === 64
  if (!(isWord || first === 34) || !message.includes('status=')) return null
  const { pairs, cut } = readPairs(message, 0)
  const named = pairs.map(({ key, value }, at): [string, unknown] => [
    key ?? (at === 0 && !isWord ? 'time_local' : `word_${at + 1}`),
    key === 'request' ? value : unescapeBytes(value, '\\x'),
  ])
  return recordOf(named, cut, context, 'nginx-key-value')
}

function recordOf(
  pairs: [key: string, value: unknown][],
  cut: boolean,
  context: LogContext,
  format: string,
): LogAnswer {
  const read: Read = { values: noValues(), fields: {}, http: true, truncated: cut }
  let own = 0
  let http = false
  for (const [key, value] of pairs) {
    if (isOwnName(key)) own++
    const text = fieldOf(value)
    const name = typeof value === 'object' ? null : variableOfKey(key)
    if (name !== null && isPlaced(name) && read.values[name] === undefined) {
      read.values[name] = text ?? ''
      http ||= isHttpName(name)
    } else read.fields[key] = said(text ?? '')
  }
  if (own < OWN_NAMES_NEEDED) return null
  const { values } = read
  if (values.status === undefined) return cut ? 'line-cut' : null
  read.http = http || (values.session_time === undefined && values.protocol === undefined)
  return recordOfValues(read, context, format)
}
