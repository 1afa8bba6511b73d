/** Walks a line along a format's tokens: each variable ends where the text behind it starts. */

import type { FormatToken } from './log-format-tokens.ts'
import type { Values } from './record-of-values.ts'

type Found = Exclude<FormatToken, { kind: 'text' }>

/** Null where the line is not of this format; `cut` where it ends before the format does. */
export function scanTokens(
  tokens: readonly FormatToken[],
  line: string,
): { values: Values; cut: boolean } | null {
  const values: Values = { variables: {}, fields: {} }
  let at = 0
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    if (token.kind === 'text') {
      const after = skipText(line, at, token.text)
      if (after < 0) {
        // The rest of the line is the beginning of this text: it was cut inside it.
        return at > 0 && token.text.startsWith(line.slice(at)) ? { values, cut: true } : null
      }
      at = after
      continue
    }
    const following = tokens[index + 1]
    const end = endOfValue(token, line, at, following?.kind === 'text' ? following.text : '')
    if (end < 0) {
      if (token.kind === 'variable' && token.shape === 'request') put(values, token, line.slice(at))
      return { values, cut: true }
    }
    put(values, token, line.slice(at, end))
    at = end
  }
  return line.slice(at).trim() === '' ? { values, cut: false } : null
}

/** HAProxy never prints two spaces it was not told of: after an empty value one is left out. */
function skipText(line: string, at: number, text: string): number {
  if (line.startsWith(text, at)) return at + text.length
  const spared = text.charCodeAt(0) === 32 && (at === 0 || line.charCodeAt(at - 1) === 32)
  if (spared && line.startsWith(text.slice(1), at)) return at + text.length - 1
  return text === ' ' && at === line.length ? at : -1
}

/** Index after the value; −1 where the line ends before the text that must follow. */
function endOfValue(token: Found, line: string, at: number, next: string): number {
  const shape = token.kind === 'variable' ? token.shape : 'word'
  // Captures that are not there have no quotes either: the next ones are not theirs.
  const missing = shape === 'captures' && !line.startsWith('"{', at)
  if (token.flags.quote && line.charCodeAt(at) === 34 && !missing) return endOfQuoted(token, line, at, next)
  if (shape === 'captures') {
    if (line.charCodeAt(at) !== 123) return at
    const close = line.indexOf('}', at)
    return close < 0 ? -1 : close + 1
  }
  if (next === '') return line.length
  if (shape === 'capture-list' && line.startsWith(next, at)) return at
  let from = at
  if (shape === 'int') from = afterNumber(line, at)
  else if (shape === 'ip') from = afterAddress(line, at, next)
  else if (shape === 'date') from = Math.min(at + 20, line.length)
  else if (shape === 'zoned-date') from = Math.min(at + 26, line.length)
  else if (shape === 'request') {
    const version = line.indexOf(' HTTP/', at)
    if (version >= 0) from = version + 6
  }
  // A value may be the last thing on the line although the format ends with a space.
  const end = line.indexOf(next, from)
  if (end >= 0) return end
  return next === ' ' && token.kind === 'variable' && shape !== 'request' ? line.length : -1
}

function endOfQuoted(token: Found, line: string, at: number, next: string): number {
  let close = at + 1
  for (;;) {
    close = line.indexOf('"', close)
    if (close < 0) return -1
    const escaped = (token.flags.escape || token.flags.json) && line.charCodeAt(close - 1) === 92
    if (!escaped && (next === '' || line.startsWith(next.trimEnd(), close + 1))) return close + 1
    close++
  }
}

function afterNumber(line: string, at: number): number {
  let end = at
  const sign = line.charCodeAt(end)
  if (sign === 43 || sign === 45) end++
  while (line.charCodeAt(end) >= 48 && line.charCodeAt(end) <= 57) end++
  return end
}

/** With a colon behind it (`%ci:%cp`) an IPv6 address ends at its last colon. */
function afterAddress(line: string, at: number, next: string): number {
  if (next.charCodeAt(0) !== 58 || line.startsWith('unix', at)) return at
  let end = at
  while (/[0-9A-Fa-f.:%]/.test(line[end] ?? '')) end++
  const colon = line.lastIndexOf(':', end - 1)
  return Math.max(colon, at)
}

function put(values: Values, token: Found, raw: string): void {
  let text = raw
  if (token.flags.quote && text.charCodeAt(0) === 34) {
    text = text.slice(1, text.length > 1 && text.endsWith('"') ? -1 : undefined)
  }
  if (token.flags.escape || token.flags.json) text = text.replace(/\\(["\\\]])/g, '$1')
  if (token.kind === 'expression') {
    values.fields[token.as ?? token.name] = text === '-' || text === '' ? null : text
    return
  }
  if (token.flags.hex) text = fromHex(token.shape, text)
  values.variables[token.name] ??= text
}

/** `%{+X}o` writes numbers and IPv4 addresses in hexadecimal. */
function fromHex(shape: string, text: string): string {
  if (shape === 'ip' && /^[0-9A-F]{8}$/.test(text)) {
    return [0, 2, 4, 6].map((at) => Number.parseInt(text.slice(at, at + 2), 16)).join('.')
  }
  return shape === 'int' && /^[0-9A-F]{1,12}$/.test(text) ? String(Number.parseInt(text, 16)) : text
}
