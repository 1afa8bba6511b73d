/** One line of Traefik's access log to a record: its Common Log Format with a tail of its own, or JSON. */

import type { LogAnswer, LogContext } from '../log-context.ts'
import { parseTraefikClf } from './parse-clf.ts'
import { parseTraefikJson } from './parse-json.ts'

export function parseTraefik(message: string, context: LogContext): LogAnswer {
  return message.charCodeAt(0) === 123
    ? parseTraefikJson(message, context)
    : parseTraefikClf(message, context)
}
