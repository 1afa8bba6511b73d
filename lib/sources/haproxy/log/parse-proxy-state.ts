/** `Proxy p started.`, `Stopping frontend p in 0 ms.`, `Proxy p stopped (…).`, pausing and resuming. */

import type { LogAnswer, LogContext } from '../../log-context.ts'

const SAID_AFTER =
  /^[Pp]roxy (\S{1,512}) (started|stopped|paused|enabled|disabled|resumed|is now stopped)(?:[. (]|$)/
const SAID_BEFORE =
  /^(Stopping|Pausing|Paused|Resuming|Resumed|Enabled|Enabling|Disabled|Disabling|Stopped|Started|Starting) (?:proxy|frontend|backend|listener|peers) (\S{1,512}?)(?: in |[. (]|$)/

/** `to` is HAProxy's word: `started`, `stopping`, `stopped`, `pausing`, `paused`, `resuming`, `enabled`, … */
export function parseProxyState(message: string, context: LogContext): LogAnswer {
  const start = message.slice(0, 1100)
  const after = SAID_AFTER.exec(start)
  if (after) return proxyState(context, after[1]!, after[2] === 'is now stopped' ? 'stopped' : after[2]!)
  const before = SAID_BEFORE.exec(start)
  return before ? proxyState(context, before[2]!, before[1]!.toLowerCase()) : null
}

function proxyState(context: LogContext, proxy: string, to: string): LogAnswer {
  return { ok: true, kind: 'proxy-state', atMs: context.frameAtMs, proxy, to, format: 'haproxy-proxy-state' }
}
