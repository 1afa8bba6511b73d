/** `backend p has no server available!`, with the name quoted on stderr, `proxy` for a listen section. */

import type { LogAnswer, LogContext } from '../../log-context.ts'

const LINE =
  /^(?:backend|proxy|Proxy|listener|frontend) (?:'([^']{1,512})'|(\S{1,512})) has no server available!?/

export function parsePoolEmpty(message: string, context: LogContext): LogAnswer {
  const match = LINE.exec(message.slice(0, 1100))
  if (!match) return null
  const pool = (match[1] ?? match[2])!
  return { ok: true, kind: 'pool-empty', atMs: context.frameAtMs, pool, format: 'haproxy-pool-empty' }
}
