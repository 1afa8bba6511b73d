/** Undoes escapes of single bytes: `#22`, `<22>`, `\x22`; the bytes that stand together are read as UTF-8. */

/** Wrong bytes become `\uFFFD`; what only looks like an escape stays. */
export function unescapeBytes(text: string, open: string, close = ''): string {
  if (text.indexOf(open) < 0) return text
  const parts: string[] = []
  let bytes: number[] = []
  let plainFrom = 0
  let at = text.indexOf(open)
  const width = open.length + 2 + close.length
  while (at >= 0) {
    const byte = text.startsWith(close, at + open.length + 2) ? hexByte(text, at + open.length) : -1
    if (byte < 0) {
      at = text.indexOf(open, at + 1)
      continue
    }
    if (at > plainFrom || bytes.length === 0) {
      flush(parts, bytes)
      bytes = []
      parts.push(text.slice(plainFrom, at))
    }
    bytes.push(byte)
    plainFrom = at + width
    at = text.indexOf(open, plainFrom)
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
