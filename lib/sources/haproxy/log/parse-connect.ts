/** HAProxy's default line, without any log option: `Connect from a:p to b:q (frontend/HTTP)`. */

import type { LogAnswer, LogContext } from '../../log-context.ts'
import { readClient } from './read-client.ts'
import { readFrontend } from './read-names.ts'

const PREFIX = 'Connect from '
/** Two addresses are no longer together. */
const HEAD_LENGTH_LIMIT = 512

export function parseConnect(message: string, context: LogContext): LogAnswer {
  if (!message.startsWith(PREFIX)) return null
  const head = message.slice(0, HEAD_LENGTH_LIMIT)
  const to = head.indexOf(' to ', PREFIX.length)
  const open = head.indexOf(' (', to + 4)
  const close = message.lastIndexOf(')')
  if (to < 0 || open < 0 || close < open) return 'line-cut'
  const client = readClient(message.slice(PREFIX.length, to))
  const destination = readClient(message.slice(to + 4, open))
  if (!client || !destination) return 'bad-client'
  const slash = message.lastIndexOf('/', close)
  if (slash <= open + 2) return 'unknown-format'
  return {
    ok: true,
    kind: 'connect',
    atMs: context.frameAtMs,
    client,
    destination,
    frontend: readFrontend(message.slice(open + 2, slash)).frontend,
    mode: message.slice(slash + 1, close).toLowerCase(),
    format: 'haproxy-connect',
  }
}
