/** Turns a user's `log_format` into a scanner of its lines, or says what it cannot read and where. */

import type { LogAnswer, LogContext } from '../log-context.ts'
import { unescapeBytes } from '../unescape-bytes.ts'
import { type Escape, type FormatError, type FormatToken, readFormatTokens } from './log-format-tokens.ts'
import { type Read, recordOfValues } from './record-of-values.ts'
import { type Scanned, scanTokens } from './scan-tokens.ts'
import { isHttpName, isPlaced, noValues, said } from './variables.ts'

export type NginxFormat = {
  ok: true
  /** A record, a reason, or null where the line is not of this format. Never throws. */
  scan: (line: string, context: LogContext) => LogAnswer
  /** The same in two steps, for the part of a line that starts at `from`: null where it does not fit. */
  match: (line: string, from: number) => Scanned | null
  fill: (read: Read, scanned: Scanned) => void
}

/** A cut line counts only when all of these that the format has were read. */
const ESSENTIAL = ['remote_addr', 'time_local', 'time_iso8601', 'msec', 'status'] as const

/** Takes `log_format name escape=… '…' '…';`, its quoted pieces, or the bare string. */
export function compileNginxFormat(
  string: string,
  format = 'nginx-log-format',
): NginxFormat | { ok: false; error: FormatError } {
  const tokenized = readFormatTokens(string)
  if (!tokenized.ok) return tokenized
  const { tokens, escape: escaping } = tokenized
  const touching = findTouching(tokens)
  if (touching !== null) return { ok: false, error: touching }
  const names = tokens.flatMap((token) => (token.kind === 'variable' ? [token.name] : []))
  const essential = ESSENTIAL.filter((name) => names.includes(name))
  const stream = names.includes('session_time') || names.includes('protocol')
  const http = names.some(isHttpName) || !stream
  const places = tokens.map((token) =>
    token.kind === 'variable' && isPlaced(token.name) ? token.name : null,
  )
  const match = (line: string, from: number): Scanned | null => scanTokens(tokens, line, from, escaping)
  const fill = (read: Read, { texts }: Scanned): void => {
    for (let index = 0; index < texts.length; index++) {
      const text = texts[index]
      const token = tokens[index]!
      if (text === undefined || token.kind === 'text') continue
      const place = places[index]!
      if (place !== null) read.values[place] = unescaped(text, escaping, place)
      else read.fields[token.name] = said(unescaped(text, escaping, token.name))
    }
  }
  return {
    ok: true,
    match,
    fill,
    scan(line, context) {
      const scanned = match(line, 0)
      if (scanned === null) return null
      const read: Read = { values: noValues(), fields: {}, http, truncated: scanned.cut }
      fill(read, scanned)
      if (read.truncated) {
        if (essential.length === 0 || essential.some((name) => read.values[name] === undefined)) return null
      }
      return recordOfValues(read, context, format)
    },
  }
}

/** Two variables with nothing between can be told apart only where the second starts with its own mark. */
function findTouching(tokens: readonly FormatToken[]): FormatError | null {
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    if (token.kind === 'text' || next === undefined || next.kind === 'text') continue
    if (next.shape === 'path' || next.shape === 'mark' || token.shape === 'mark') continue
    return {
      reason: 'nothing-between',
      token: `$${next.name}`,
      column: next.column,
      message: `Nothing stands between $${token.name} and $${next.name} (column ${next.column}): where one ends cannot be told.`,
    }
  }
  return null
}

/** The request keeps its escapes: what of it is no request is shown as it was written. */
function unescaped(text: string, escaping: Escape, name: string): string {
  if (text.indexOf('\\') < 0 || escaping === 'none' || (escaping === 'default' && name === 'request'))
    return text
  if (escaping === 'default') return unescapeBytes(text, '\\x')
  try {
    return JSON.parse(`"${text}"`) as string
  } catch {
    return text
  }
}
