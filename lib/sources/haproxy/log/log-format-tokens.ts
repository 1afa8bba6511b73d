/** Cuts a `log-format` string into literal text, variables and sample expressions. */

import { type VariableShape, variableShape } from './log-variables.ts'

export type FormatFlags = { quote: boolean; escape: boolean; hex: boolean; json: boolean }
export type FormatToken =
  | { kind: 'text'; text: string; column: number }
  | {
      kind: 'variable'
      name: string
      shape: VariableShape
      as: string | null
      flags: FormatFlags
      column: number
    }
  | { kind: 'expression'; name: string; as: string | null; flags: FormatFlags; column: number }

export type FormatError = {
  reason:
    | 'empty-format'
    | 'format-too-long'
    | 'unknown-variable'
    | 'unclosed-bracket'
    | 'unsupported-encoding'
    | 'nothing-between'
  /** The text that is not understood, and where it starts, counted from 1. */
  token: string
  column: number
  message: string
}

export const FORMAT_LENGTH_LIMIT = 16_384

const NO_FLAGS: FormatFlags = { quote: false, escape: false, hex: false, json: false }

/** Tokens with their flags resolved, and whether the whole line is JSON (`%{+json}o`). */
export function readFormatTokens(
  format: string,
): { ok: true; tokens: FormatToken[]; json: boolean } | { ok: false; error: FormatError } {
  if (format.trim() === '') return failed('empty-format', '', 1, 'The log-format is empty.')
  if (format.length > FORMAT_LENGTH_LIMIT) {
    return failed(
      'format-too-long',
      '',
      1,
      `The log-format is longer than ${FORMAT_LENGTH_LIMIT} characters.`,
    )
  }
  const tokens: FormatToken[] = []
  let globals = NO_FLAGS
  let text = ''
  let textColumn = 1
  let at = 0
  const endText = (): void => {
    if (text !== '') tokens.push({ kind: 'text', text: text.replace(/\s+/g, ' '), column: textColumn })
    text = ''
  }
  while (at < format.length) {
    const char = format[at]!
    if (text === '') textColumn = at + 1
    if (char === '\\' && /[\\ "'#t]/.test(format[at + 1] ?? '')) {
      text += format[at + 1]
      at += 2
      continue
    }
    if (char !== '%') {
      text += char
      at++
      continue
    }
    if (format[at + 1] === '%') {
      text += '%'
      at += 2
      continue
    }
    const head = /%(?:\{([^}]*)\})?(?:\(([^):]*)(?::[^)]*)?\))?(?:\{([^}]*)\})?/y
    head.lastIndex = at
    const match = head.exec(format)!
    const flagText = [match[1], match[3]].filter((part) => part !== undefined).join(',')
    const bad = /[+](bin|cbor)\b/.exec(flagText)
    const column = at + 1
    if (bad) {
      return failed(
        'unsupported-encoding',
        bad[0],
        column,
        `Lines encoded as ${bad[1]} are not text and are not read.`,
      )
    }
    const flags = withFlags(globals, flagText)
    const as = match[2] === undefined || match[2] === '' ? null : match[2]
    at = head.lastIndex
    if (format[at] === '[') {
      const close = closingBracket(format, at)
      if (close < 0) {
        const token = format.slice(column - 1, column + 39)
        return failed(
          'unclosed-bracket',
          token,
          column,
          `The bracket of ${token} at column ${column} never closes.`,
        )
      }
      endText()
      tokens.push({ kind: 'expression', name: format.slice(at + 1, close).trim(), as, flags, column })
      at = close + 1
      continue
    }
    const name = /[A-Za-z0-9]*/y
    name.lastIndex = at
    const word = name.exec(format)![0]
    const token = format.slice(column - 1, at + word.length)
    at += word.length
    if (word === 'o') {
      globals = flags
      // HAProxy prints nothing for it: the space that follows it stands at the start of the line.
      if (tokens.length === 0 && text === '') while (format[at] === ' ') at++
      continue
    }
    const shape = variableShape(word)
    if (!shape) {
      return failed(
        'unknown-variable',
        token,
        column,
        `HAProxy has no log variable ${token} (column ${column}).`,
      )
    }
    endText()
    tokens.push({ kind: 'variable', name: word, shape, as, flags, column })
  }
  endText()
  return { ok: true, tokens, json: globals.json }
}

function failed(reason: FormatError['reason'], token: string, column: number, message: string) {
  return { ok: false as const, error: { reason, token, column, message } }
}

function withFlags(base: FormatFlags, text: string): FormatFlags {
  const flags = { ...base }
  for (const part of text.split(/[,\s]+/)) {
    const on = part[0] !== '-'
    const name = part.replace(/^[+-]/, '')
    if (name === 'Q') flags.quote = on
    else if (name === 'E') flags.escape = on
    else if (name === 'X') flags.hex = on
    else if (name === 'json') flags.json = on
  }
  return flags
}

/** Brackets in quotes and in brackets do not count. */
function closingBracket(format: string, open: number): number {
  let depth = 0
  let quote = ''
  for (let at = open; at < format.length; at++) {
    const char = format[at]!
    if (char === '\\') at++
    else if (quote !== '') quote = char === quote ? '' : quote
    else if (char === "'" || char === '"') quote = char
    else if (char === '[') depth++
    else if (char === ']' && --depth === 0) return at
  }
  // An apostrophe that was none: the next bracket then.
  return quote === '' ? -1 : format.indexOf(']', open)
}
