/** Whatever else a HAProxy process says of itself: `New worker (7) forked`, `Loading success.` */

import type { LogAnswer, LogContext } from '../../log-context.ts'

export function parseProcess(message: string, context: LogContext): LogAnswer {
  return { ok: true, kind: 'process', atMs: context.frameAtMs, message, format: 'haproxy-process' }
}
