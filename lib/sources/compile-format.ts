/** A user's own format, of whichever load balancer has one: compiled, or what is wrong with it. */

import type { Dialect } from './dialects.ts'
import { compileEnvoyFormat } from './envoy/compile-envoy-format.ts'
import { compileLogFormat } from './haproxy/log/compile-log-format.ts'
import type { LogAnswer, LogContext } from './log-context.ts'
import { compileNginxFormat } from './nginx/compile-log-format.ts'

export type UserFormat = {
  ok: true
  /** A record, a reason, or null where the line is not of this format. Never throws. */
  scan: (line: string, context: LogContext) => LogAnswer
}

/** Without a dialect the variables tell: `$status` is NGINX's, `%RESPONSE_CODE%` Envoy's, `%ST` HAProxy's. */
export function compileFormat(
  text: string,
  dialect: Dialect | null = null,
): UserFormat | { ok: false; error: { message: string } } {
  switch (dialect ?? ownerOf(text)) {
    case 'nginx':
      return compileNginxFormat(text)
    case 'envoy':
      return compileEnvoyFormat(text)
    case 'haproxy':
      return compileLogFormat(text)
    default: {
      const message = `Formats of one's own are read for HAProxy, NGINX and Envoy, not for ${dialect}.`
      return { ok: false, error: { message } }
    }
  }
}

function ownerOf(text: string): Dialect {
  if (/%[A-Z][A-Z0-9_]{2,64}(?:\([^()%]{0,256}\))?(?::\d+)?%/.test(text)) return 'envoy'
  const isNginxs =
    /^\s*log_format\s/.test(text) || (!/%[A-Za-z[{(]/.test(text) && /\$\{?[A-Za-z_]/.test(text))
  return isNginxs ? 'nginx' : 'haproxy'
}
