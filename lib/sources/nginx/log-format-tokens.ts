/** Cuts NGINX's `log_format`, as written in nginx.conf, into literal text and variables. */

import { plainName, type VariableShape, variableShape } from './variables.ts'

export type Escape = 'default' | 'json' | 'none'
export type FormatToken =
  | { kind: 'text'; text: string; column: number }
  | { kind: 'variable'; name: string; shape: VariableShape; column: number }

export type FormatError = {
  reason:
    | 'empty-format'
    | 'format-too-long'
    | 'bad-escape'
    | 'bad-variable'
    | 'unclosed-quote'
    | 'nothing-between'
  /** The text that is not understood, and where it starts, counted from 1. */
  token: string
  column: number
  message: string
}

export type FormatRead =
  | { ok: true; tokens: FormatToken[]; escape: Escape }
  | { ok: false; error: FormatError }

export const FORMAT_LENGTH_LIMIT = 16_384

type Reading = { tokens: FormatToken[]; text: string; textColumn: number; error: FormatError | null }

/** Takes the whole directive, its quoted pieces alone, or the bare string between the quotes. */
export function readFormatTokens(format: string): FormatRead {
  if (format.length > FORMAT_LENGTH_LIMIT) {
    const message = `The log_format is longer than ${FORMAT_LENGTH_LIMIT} characters.`
    return failed('format-too-long', '', 1, message)
  }
  const head = /^\s*(?:log_format\s+[^\s'";]{1,256}\s+)?/.exec(format)![0]
  const directive = head.trim() !== ''
  let at = head.length
  const escapeWord = /^escape=([a-z]{1,16})\s+/.exec(format.slice(at, at + 64))
  const escaping = escapeWord?.[1] ?? 'default'
  if (escaping !== 'default' && escaping !== 'json' && escaping !== 'none') {
    return failed('bad-escape', escaping, at + 1, `escape= takes default, json or none, not ${escaping}.`)
  }
  at += escapeWord?.[0].length ?? 0
  const reading: Reading = { tokens: [], text: '', textColumn: at + 1, error: null }
  if (directive || isPieces(format.slice(at).trim())) readPieces(format, at, reading)
  else {
    const end = format.trimEnd().length
    while (at < end && !reading.error) at = readPart(format, at, '', reading)
  }
  endText(reading)
  if (reading.error) return { ok: false, error: reading.error }
  if (!reading.tokens.some((token) => token.kind === 'variable')) {
    return failed('empty-format', '', 1, 'The log_format has no variable in it.')
  }
  return { ok: true, tokens: reading.tokens, escape: escaping }
}

/** Apostrophes are never a line's own; double quotes often are, as in `"$request" $status`. */
function isPieces(text: string): boolean {
  if (text.startsWith("'")) return true
  const bare = text.replace(/;$/, '').trimEnd()
  return (
    bare.length > 1 &&
    bare.startsWith('"') &&
    bare.replace(/\\./g, '').indexOf('"', 1) === bare.replace(/\\./g, '').length - 1
  )
}

/** Pieces are joined with nothing between, up to the semicolon; a comment may follow each. */
function readPieces(format: string, from: number, reading: Reading): void {
  let at = from
  while (at < format.length && !reading.error) {
    const char = format[at]!
    if (char === ';') return
    if (/\s/.test(char)) at++
    else if (char === '#') {
      const end = format.indexOf('\n', at)
      at = end < 0 ? format.length : end
    } else if (char === '"' || char === "'") {
      const opened = at++
      while (at < format.length && format[at] !== char && !reading.error)
        at = readPart(format, at, char, reading)
      if (at >= format.length && !reading.error) {
        fail(reading, 'unclosed-quote', char, opened + 1, `The quote at column ${opened + 1} never closes.`)
      }
      at++
    } else {
      while (at < format.length && !/[\s;]/.test(format[at]!) && !reading.error) {
        at = readPart(format, at, '', reading)
      }
    }
  }
}

/** One character or one variable; gives the index after it. */
function readPart(format: string, at: number, quote: string, reading: Reading): number {
  if (reading.text === '') reading.textColumn = at + 1
  const char = format[at]!
  if (char === '\\' && quote !== '' && /["'\\trn]/.test(format[at + 1] ?? '')) {
    const next = format[at + 1]!
    reading.text += next === 't' ? '\t' : next === 'r' ? '\r' : next === 'n' ? '\n' : next
    return at + 2
  }
  if (char !== '$') {
    reading.text += char
    return at + 1
  }
  const braced = format[at + 1] === '{'
  const start = at + (braced ? 2 : 1)
  let end = start
  while (end < format.length && isNameCode(format.charCodeAt(end))) end++
  const column = at + 1
  const token = format.slice(at, Math.min(end + 1, at + 40))
  if (end === start || (braced && format[end] !== '}')) {
    const what = braced ? 'a brace that never closes' : 'a dollar sign without a name behind it'
    fail(reading, 'bad-variable', token, column, `At column ${column} stands ${what}.`)
    return end
  }
  endText(reading)
  const name = plainName(format.slice(start, end))
  reading.tokens.push({ kind: 'variable', name, shape: variableShape(name), column })
  return braced ? end + 1 : end
}

function isNameCode(code: number): boolean {
  const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
  return letter || (code >= 48 && code <= 57) || code === 95
}

function endText(reading: Reading): void {
  const { text, textColumn } = reading
  if (text !== '') reading.tokens.push({ kind: 'text', text, column: textColumn })
  reading.text = ''
}

function fail(
  reading: Reading,
  reason: FormatError['reason'],
  token: string,
  column: number,
  message: string,
) {
  reading.error ??= { reason, token, column, message }
}

function failed(reason: FormatError['reason'], token: string, column: number, message: string): FormatRead {
  return { ok: false, error: { reason, token, column, message } }
}
