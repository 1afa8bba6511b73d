/** Turns a user's Envoy format, a string or a JSON dictionary, into a scanner of its lines. */

import { readTopLevel } from '../haproxy/log/read-json-pairs.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import {
  FORMAT_LENGTH_LIMIT,
  type FormatError,
  type FormatRead,
  type FormatToken,
  failed,
  readFormatTokens,
} from './format-tokens.ts'
import { isKept } from './keys.ts'
import { textOf } from './parse-envoy-json.ts'
import { recordOfValues, type Values } from './record-of-values.ts'

export type EnvoyFormat = {
  ok: true
  /** A record, a reason, or null where the line is not of this format. Never throws. */
  scan: (line: string, context: LogContext) => LogAnswer
}

const FORMAT = 'envoy-log-format'
/** Dictionaries within dictionaries. */
const DEPTH_LIMIT = 16

type Operator = Extract<FormatToken, { kind: 'operator' }>
type Put = (token: Operator, text: string | null) => void
/** One value of a dictionary: where it stands, and what it is made of. */
type Leaf = { path: readonly string[]; tokens: readonly FormatToken[] }

/** Takes `text_format`'s string, or `json_format`'s dictionary written as JSON. */
export function compileEnvoyFormat(format: string): EnvoyFormat | { ok: false; error: FormatError } {
  const text = format.replace(/(?:\\n|\s)+$/, '').replace(/^\s+/, '')
  if (text.length > FORMAT_LENGTH_LIMIT) {
    return failed('format-too-long', '', 0, `The format is longer than ${FORMAT_LENGTH_LIMIT} characters.`)
  }
  const dictionary = text.startsWith('{') ? readTopLevel(text) : null
  const leaves: Leaf[] = []
  const problem =
    dictionary && !dictionary.cut
      ? readLeaves(Object.fromEntries(dictionary.pairs), [], leaves)
      : readLeaf(text, [], leaves)
  if (problem) return { ok: false, error: problem }
  if (!leaves.some(({ tokens }) => tokens.some(({ kind }) => kind === 'operator'))) {
    return failed('empty-format', '', 0, 'The format has no command operator in it.')
  }
  if (dictionary && !dictionary.cut)
    return { ok: true, scan: (line, context) => scanJson(leaves, line, context) }
  const { tokens } = leaves[0]!
  return {
    ok: true,
    scan(line, context) {
      const read = startReading(context)
      const scanned = scanTokens(tokens, line, read.put)
      if (scanned === null) return null
      return read.end(scanned === 'cut')
    },
  }
}

/** Dictionaries may hold others; lists count as dictionaries by their places. */
function readLeaves(value: unknown, path: readonly string[], leaves: Leaf[]): FormatError | null {
  if (typeof value === 'string') return readLeaf(value, path, leaves)
  if (typeof value !== 'object' || value === null) return null
  if (path.length === DEPTH_LIMIT) {
    const message = `The dictionary is nested deeper than ${DEPTH_LIMIT} levels.`
    return { reason: 'nested-too-deep', token: path.slice(-1).join(), column: 1, message }
  }
  for (const [key, inner] of Object.entries(value)) {
    const problem = readLeaves(inner, [...path, key], leaves)
    if (problem) return problem
  }
  return null
}

function readLeaf(text: string, path: readonly string[], leaves: Leaf[]): FormatError | null {
  const read: FormatRead = readFormatTokens(text)
  if (!read.ok) return read.error
  for (const [at, token] of read.tokens.entries()) {
    const before = read.tokens[at - 1]
    if (token.kind === 'text' || before === undefined || before.kind === 'text') continue
    const message = `Nothing stands between %${before.name}% and %${token.name}% (column ${token.column}): where one ends cannot be told.`
    return { reason: 'nothing-between', token: `%${token.name}%`, column: token.column, message }
  }
  leaves.push({ path, tokens: read.tokens })
  return null
}

/** Collects what a line says, and makes a record of it at the end. */
function startReading(context: LogContext): { put: Put; end: (cut: boolean) => LogAnswer; other: Other } {
  const values: Values = {}
  const fields: Record<string, string | null> = {}
  let atMs: number | null = context.frameAtMs
  let badDate = false
  let hasFields = false
  const other: Other = (name, text) => {
    hasFields = true
    fields[name] = text === '-' || text === '' ? null : text
  }
  const put: Put = (token, text) => {
    if (token.readStart) {
      const read = text === null || text === '-' ? null : token.readStart(text, context.zoneMinutes)
      if (read === null && text !== null && text !== '-') badDate = true
      else if (read !== null) atMs = read
      return
    }
    if (token.key !== null && token.key !== 'start_time') {
      if (values[token.key] === undefined || values[token.key] === '-') values[token.key] = text
      if (!isKept(token.key)) return
    }
    other(token.field, text)
  }
  const end = (cut: boolean): LogAnswer =>
    badDate ? 'bad-date' : recordOfValues(values, hasFields ? fields : null, FORMAT, atMs, cut)
  return { put, end, other }
}
type Other = (name: string, text: string | null) => void

/** Each value ends where the text behind it starts; `cut` where the line ends before the format does. */
function scanTokens(tokens: readonly FormatToken[], line: string, put: Put): 'whole' | 'cut' | null {
  let at = 0
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'text') {
      if (line.startsWith(token.text, at)) {
        at += token.text.length
        continue
      }
      return at > 0 && token.text.startsWith(line.slice(at)) ? 'cut' : null
    }
    const next = tokens[index + 1]
    const end = next?.kind === 'text' ? line.indexOf(next.text, at) : line.length
    if (end < 0) {
      if (index === 0) return null
      // Half a path is worth showing; half a number or a name would be another one.
      if (token.key === null || token.key === 'path') put(token, line.slice(at))
      return 'cut'
    }
    put(token, line.slice(at, end))
    at = end
  }
  return line.slice(at).trim() === '' ? 'whole' : null
}

function scanJson(leaves: readonly Leaf[], line: string, context: LogContext): LogAnswer {
  const json = line.charCodeAt(0) === 123 ? readTopLevel(line) : null
  if (!json) return null
  const object = Object.fromEntries(json.pairs)
  const read = startReading(context)
  const known = new Set<string>()
  let found = 0
  for (const { path, tokens } of leaves) {
    known.add(path[0]!)
    const value = valueAt(object, path)
    if (value === undefined) continue
    const [only] = tokens
    const text = textOf(value)
    if (tokens.length === 1 && only?.kind === 'operator') {
      read.put({ ...only, field: path.join('.') }, text)
      found++
    } else if (text !== null && scanTokens(tokens, text, read.put) !== null) found++
  }
  if (found === 0) return json.cut ? 'json-cut' : null
  for (const [key, value] of json.pairs) if (!known.has(key)) read.other(key, textOf(value))
  return read.end(json.cut)
}

function valueAt(object: unknown, path: readonly string[]): unknown {
  let value = object
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}
