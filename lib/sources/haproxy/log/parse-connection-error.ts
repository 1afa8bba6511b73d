/** Connections that failed before there was a request: `ci:cp [date] frontend/bind: message`. */

import type { LogAnswer } from '../../log-context.ts'
import type { Client } from './read-client.ts'
import { readFrontend } from './read-names.ts'

/** `from` to `to` is `frontend/bind:`; what follows is the message. */
export function parseConnectionError(
  message: string,
  from: number,
  to: number,
  client: Client,
  atMs: number,
): LogAnswer {
  const slash = message.indexOf('/', from)
  if (slash <= from || slash >= to) return 'unknown-format'
  return {
    ok: true,
    kind: 'connection-error',
    atMs,
    client,
    frontend: readFrontend(message.slice(from, slash)).frontend,
    message: message.slice(to + 1).trim(),
    format: 'haproxy-error',
  }
}
