/** A line that is a JSON object, whole or cut, with HAProxy's variable names or well-known ones as keys. */

import { fieldOf } from '../../json-values.ts'
import type { LogAnswer, LogContext } from '../../log-context.ts'
import { isEssential, variableOfKey } from './log-variables.ts'
import { readTopLevel } from './read-json-pairs.ts'
import { recordOfValues, type Values } from './record-of-values.ts'

/** Null where the line does not start with a brace. */
export function parseJson(message: string, context: LogContext): LogAnswer {
  if (message.charCodeAt(0) !== 123) return null
  const read = readTopLevel(message)
  if (read === null) return 'bad-json'
  const values: Values = { variables: {}, fields: {} }
  let essential = 0
  for (const [key, value] of read.pairs) {
    const variable = value === null || typeof value === 'object' ? null : variableOfKey(key)
    if (variable === null || values.variables[variable] !== undefined) {
      values.fields[key] = fieldOf(value)
      continue
    }
    values.variables[variable] = String(value)
    if (isEssential(variable)) essential++
  }
  if (read.cut) {
    const told = values.variables.ST !== undefined || values.variables.ts !== undefined
    if (!told || values.variables.b === undefined) return 'json-cut'
  }
  if (essential < 2) return 'json-unknown-keys'
  return recordOfValues(values, context, 'haproxy-json', read.cut)
}
