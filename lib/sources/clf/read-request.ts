/** Reads a request line as web servers log it: `GET /path HTTP/1.1`, or the bytes of something else. */

import type { RequestLine } from '../haproxy/log/read-request-line.ts'
import { unescapeBytes } from '../unescape-bytes.ts'

/** No method is longer. */
const METHOD_LENGTH_LIMIT = 32
const NOTHING: RequestLine = { method: null, uri: null, httpVersion: null }

/** Null where the text is no request: TLS on a plain port, or rubbish; `-` and nothing give nulls. */
export function readRequest(text: string): RequestLine | null {
  if (text === '' || text === '-') return NOTHING
  const methodEnd = text.indexOf(' ')
  if (!isMethod(text, methodEnd < 0 ? text.length : methodEnd)) return null
  if (methodEnd < 0) return { method: text, uri: null, httpVersion: null }
  const last = text.lastIndexOf(' ')
  const hasVersion = last > methodEnd && text.startsWith('HTTP/', last + 1)
  const uri = hasVersion ? text.slice(methodEnd + 1, last) : text.slice(methodEnd + 1)
  return {
    method: text.slice(0, methodEnd),
    uri: unescapeBytes(uri, '\\x'),
    httpVersion: hasVersion ? text.slice(last + 1) : null,
  }
}

/** Letters, digits, `-` and `_`: no server takes others. */
function isMethod(text: string, end: number): boolean {
  if (end === 0 || end > METHOD_LENGTH_LIMIT) return false
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at)
    const letter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
    if (!letter && !(code >= 48 && code <= 57) && code !== 45 && code !== 95) return false
  }
  return true
}
