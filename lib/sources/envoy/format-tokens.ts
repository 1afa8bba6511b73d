/** Cuts an Envoy format string into literal text and command operators. */

import { type EnvoyKey, keyOf, plainKey } from './keys.ts'
import { compileStart } from './read-start.ts'

export type FormatToken =
  | { kind: 'text'; text: string; column: number }
  | {
      kind: 'operator'
      /** As written: `REQ(X-REQUEST-ID):8`. */
      name: string
      /** What it stands for in a record; null where the record has no place for it. */
      key: EnvoyKey | null
      /** Its name among the record's other fields. */
      field: string
      readStart: ((text: string, zoneMinutes: number) => number | null) | null
      column: number
    }

export type FormatError = {
  reason:
    | 'empty-format'
    | 'format-too-long'
    | 'unclosed-operator'
    | 'unknown-date'
    | 'nothing-between'
    | 'nested-too-deep'
  /** The text that is not understood, and where it starts, counted from 1. */
  token: string
  column: number
  message: string
}

export type FormatRead = { ok: true; tokens: FormatToken[] } | { ok: false; error: FormatError }

export const FORMAT_LENGTH_LIMIT = 16_384

/** Headers, as operators take them, that have a place of their own. */
const REQUEST_HEADERS: ReadonlyMap<string, EnvoyKey> = new Map([
  [':METHOD', 'method'],
  [':PATH', 'path'],
  ['X-ENVOY-ORIGINAL-PATH', 'path'],
  [':AUTHORITY', 'authority'],
  ['HOST', 'authority'],
  ['X-FORWARDED-FOR', 'x_forwarded_for'],
])
const RESPONSE_HEADERS: ReadonlyMap<string, EnvoyKey> = new Map([
  ['X-ENVOY-UPSTREAM-SERVICE-TIME', 'upstream_service_time'],
  [':STATUS', 'response_code'],
])

/** `%%` is a percent sign; a line break at the end is the log's own. */
export function readFormatTokens(format: string): FormatRead {
  const tokens: FormatToken[] = []
  let text = ''
  let textAt = 0
  let at = 0
  const endText = (): void => {
    if (text !== '') tokens.push({ kind: 'text', text, column: textAt + 1 })
    text = ''
  }
  while (at < format.length) {
    if (text === '') textAt = at
    if (format.charCodeAt(at) !== 37) {
      text += format[at++]
      continue
    }
    if (format.charCodeAt(at + 1) === 37) {
      text += '%'
      at += 2
      continue
    }
    const found = readOperator(format, at)
    if (found === null) {
      const token = format.slice(at, at + 40)
      return failed('unclosed-operator', token, at, `${token} (column ${at + 1}) has no closing %.`)
    }
    const operator = operatorOf(found.name, found.word, found.argument, at + 1)
    if (operator === null) {
      const message = `The date of %${found.name}% (column ${at + 1}) cannot be read back from a line.`
      return failed('unknown-date', found.name, at, message)
    }
    endText()
    tokens.push(operator)
    at = found.end
  }
  endText()
  return { ok: true, tokens }
}

export function failed(reason: FormatError['reason'], token: string, at: number, message: string) {
  return { ok: false as const, error: { reason, token, column: at + 1, message } }
}

/** `%WORD%`, `%WORD(argument)%`, `%WORD(argument):8%`; the argument may have percent signs in it. */
function readOperator(
  format: string,
  at: number,
): { name: string; word: string; argument: string; end: number } | null {
  const head = /%([A-Za-z0-9_]{1,64})(\()?/y
  head.lastIndex = at
  const match = head.exec(format)
  if (!match) return null
  const tail = /(?::\d{1,6})?%/y
  let close = match[2] ? format.indexOf(')', head.lastIndex) : head.lastIndex - 1
  while (close >= 0) {
    tail.lastIndex = close + 1
    const rest = tail.exec(format)
    if (rest) {
      return {
        name: format.slice(at + 1, tail.lastIndex - 1),
        word: match[1]!.toUpperCase(),
        argument: match[2] ? format.slice(head.lastIndex, close) : '',
        end: tail.lastIndex,
      }
    }
    close = match[2] ? format.indexOf(')', close + 1) : -1
  }
  return null
}

function operatorOf(name: string, word: string, argument: string, column: number): FormatToken | null {
  if (word === 'START_TIME') {
    const readStart = compileStart(argument)
    return readStart && { kind: 'operator', name, key: 'start_time', field: name, readStart, column }
  }
  const isRequest = word === 'REQ' || word === 'REQ_WITHOUT_QUERY'
  const headers = isRequest ? REQUEST_HEADERS : word === 'RESP' ? RESPONSE_HEADERS : null
  const [header = '', alternate = ''] = argument.toUpperCase().split('?')
  const key = headers === null ? keyOf(word) : (headers.get(header) ?? headers.get(alternate) ?? null)
  const field = isRequest ? plainKey(header) : headers === null && argument === '' ? plainKey(word) : name
  return { kind: 'operator', name, key, field, readStart: null, column }
}
