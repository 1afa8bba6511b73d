/** Undoes HAProxy's escapes: `#22` in captures and requests, `<22>` in check information. */

/** Every `#XX` becomes its byte; the bytes are read as UTF-8, wrong ones become `\uFFFD`. */
export function unescapeField(text: string): string {
  return text.indexOf('#') < 0 ? text : unescapeBytes(text, 35, -1)
}

/** Every `<XX>` becomes its byte. */
export function unescapeInfo(text: string): string {
  return text.indexOf('<') < 0 ? text : unescapeBytes(text, 60, 62)
}

function unescapeBytes(text: string, mark: number, close: number): string {
  const parts: string[] = []
  let bytes: number[] = []
  let plainFrom = 0
  let at = 0
  const width = close < 0 ? 3 : 4
  while (at < text.length) {
    const byte = text.charCodeAt(at) === mark ? hexByte(text, at + 1) : -1
    if (byte < 0 || (close >= 0 && text.charCodeAt(at + 3) !== close)) {
      at++
      continue
    }
    if (at > plainFrom || bytes.length === 0) {
      flush(parts, bytes)
      bytes = []
      parts.push(text.slice(plainFrom, at))
    }
    bytes.push(byte)
    at += width
    plainFrom = at
  }
  flush(parts, bytes)
  parts.push(text.slice(plainFrom))
  return parts.join('')
}

function flush(parts: string[], bytes: number[]): void {
  if (bytes.length === 0) return
  if (bytes.length === 1 && bytes[0]! < 128) parts.push(String.fromCharCode(bytes[0]!))
  else parts.push(new TextDecoder().decode(Uint8Array.from(bytes)))
}

function hexByte(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at))
  const low = hexDigit(text.charCodeAt(at + 1))
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 65 && code <= 70) return code - 55
  return code >= 97 && code <= 102 ? code - 87 : -1
}
