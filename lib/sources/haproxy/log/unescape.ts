/** Undoes HAProxy's escapes: `#22` in captures and requests, `<22>` in check information. */

import { unescapeBytes } from '../../unescape-bytes.ts'

/** Every `#XX` becomes its byte; the bytes are read as UTF-8, wrong ones become `\uFFFD`. */
export function unescapeField(text: string): string {
  return text.indexOf('#') < 0 ? text : unescapeBytes(text, '#')
}

/** Every `<XX>` becomes its byte. */
export function unescapeInfo(text: string): string {
  return text.indexOf('<') < 0 ? text : unescapeBytes(text, '<', '>')
}
