/** One NGINX line to a record: its error log, the combined format and what is built on it, names and values. */

import type { LogAnswer, LogContext } from '../log-context.ts'
import { parseCombined } from './parse-combined.ts'
import { parseError } from './parse-error.ts'
import { parseLabels } from './parse-labels.ts'
import { parseJson, parseKeyValue } from './parse-pairs.ts'

/** Null where the line is none of them; a user's own `log_format` is asked before. */
export function parseNginx(message: string, context: LogContext): LogAnswer {
  if (message.charCodeAt(0) === 123) return parseJson(message, context)
  return (
    parseError(message, context) ??
    parseKeyValue(message, context) ??
    parseLabels(message, context) ??
    parseCombined(message, context)
  )
}
