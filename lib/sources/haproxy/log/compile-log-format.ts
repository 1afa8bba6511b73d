/** Turns a user's `log-format` string into a scanner of its lines, or says what it cannot read. */

import { fieldOf } from '../../json-values.ts'
import type { LogAnswer, LogContext } from '../../log-context.ts'
import { type FormatError, type FormatToken, readFormatTokens } from './log-format-tokens.ts'
import { isEssential } from './log-variables.ts'
import { readTopLevel } from './read-json-pairs.ts'
import { recordOfValues, type Values } from './record-of-values.ts'
import { scanTokens } from './scan-log-format.ts'

export type LogFormat = {
  ok: true
  /** A record, or null where the line is not of this format. Never throws. */
  scan: (line: string, context: LogContext) => LogAnswer
}

const FORMAT = 'haproxy-log-format'

/** Takes the string as written in the configuration, with or without `log-format` and quotes around. */
export function compileLogFormat(string: string): LogFormat | { ok: false; error: FormatError } {
  const read = readFormatTokens(bareFormat(string))
  if (!read.ok) return read
  const { tokens } = read
  if (read.json) return { ok: true, scan: (line, context) => scanJson(tokens, line, context) }
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    if (token.kind === 'text' || !next || next.kind === 'text' || endsItself(token)) continue
    return {
      ok: false,
      error: {
        reason: 'nothing-between',
        token: shown(next),
        column: next.column,
        message: `Nothing stands between ${shown(token)} and ${shown(next)} (column ${next.column}): where one ends cannot be told.`,
      },
    }
  }
  const essential = tokens.flatMap((token) =>
    token.kind === 'variable' && isEssential(token.name) ? [token.name] : [],
  )
  if (!tokens.some((token) => token.kind !== 'text')) {
    return {
      ok: false,
      error: {
        reason: 'empty-format',
        token: '',
        column: 1,
        message: 'The log-format has no variable in it.',
      },
    }
  }
  return {
    ok: true,
    scan(line, context) {
      const scanned = scanTokens(tokens, line)
      if (!scanned) return null
      const { variables } = scanned.values
      if (
        scanned.cut &&
        (essential.length === 0 || essential.some((name) => variables[name] === undefined))
      ) {
        return null
      }
      return recordOfValues(scanned.values, context, FORMAT, scanned.cut)
    },
  }
}

/** `log-format "…"` and quotes around the whole are the configuration's, not the format's. */
function bareFormat(string: string): string {
  const text = string.trim().replace(/^(?:error-)?log-format(?:-sd)?\s+/, '')
  const quote = text[0]
  if (text.length < 2 || (quote !== '"' && quote !== "'") || !text.endsWith(quote)) return text
  const inside = text.slice(1, -1)
  // `"%ci" "%r"` starts and ends with quotes that are the line's own.
  const bare = inside.replace(/\\./g, '')
  return bare.includes(quote) ? text : inside
}

function endsItself(token: FormatToken): boolean {
  return token.kind === 'variable' && (token.shape === 'captures' || token.flags.quote)
}

function shown(token: FormatToken): string {
  if (token.kind === 'text') return token.text
  return token.kind === 'variable' ? `%${token.name}` : `%[${token.name}]`
}

/** `%{+json}o`: the whole line is one object, its keys the names that the format gives. */
function scanJson(tokens: readonly FormatToken[], line: string, context: LogContext): LogAnswer {
  const read = line.charCodeAt(0) === 123 ? readTopLevel(line) : null
  if (!read) return null
  const values: Values = { variables: {}, fields: {} }
  for (const [key, value] of read.pairs) {
    const token = tokens.find((each) => each.kind !== 'text' && each.as === key)
    const text = fieldOf(value)
    if (token?.kind === 'variable' && text !== null) values.variables[token.name] = text
    else values.fields[key] = text
  }
  if (Object.keys(values.variables).length === 0) return read.cut ? 'json-cut' : 'json-unknown-keys'
  return recordOfValues(values, context, FORMAT, read.cut)
}
