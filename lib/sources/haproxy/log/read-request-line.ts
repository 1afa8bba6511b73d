/** Reads `GET /path HTTP/1.1`, whole, without version, cut or not a request at all. */

import { unescapeField } from './unescape.ts'

export type RequestLine = { method: string | null; uri: string | null; httpVersion: string | null }

/** `<BADREQ>` and an empty request give nulls; a version needs to be there to be told. */
export function readRequestLine(text: string): RequestLine {
  const line = text.trim()
  if (line === '' || line === '-' || line.charCodeAt(0) === 60) {
    return { method: null, uri: null, httpVersion: null }
  }
  const methodEnd = line.indexOf(' ')
  if (methodEnd < 0) return { method: line, uri: null, httpVersion: null }
  const last = line.lastIndexOf(' ')
  const hasVersion = last > methodEnd && line.startsWith('HTTP/', last + 1)
  const uri = hasVersion ? line.slice(methodEnd + 1, last) : line.slice(methodEnd + 1)
  return {
    method: line.slice(0, methodEnd),
    uri: unescapeField(uri),
    httpVersion: hasVersion ? line.slice(last + 1) : null,
  }
}
