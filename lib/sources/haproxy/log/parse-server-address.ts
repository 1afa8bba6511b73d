/** `p/s changed its IP from a to b by resolvers/dns1.` */

import type { LogAnswer, LogContext } from '../../log-context.ts'
import { readPair } from './read-names.ts'

const LINE =
  /^(?:Server )?(\S{3,512}) changed its (?:IP|address|FQDN|port) from ([^\s,]{1,256}) to ([^\s,]{1,256})/

export function parseServerAddress(message: string, context: LogContext): LogAnswer {
  const start = message.slice(0, 2048)
  if (!start.includes(' changed its ')) return null
  const match = LINE.exec(start)
  const pair = match ? readPair(match[1]!) : null
  if (!match || !pair) return null
  const by = start.indexOf(' by ', match[0].length)
  return {
    ok: true,
    kind: 'server-address',
    atMs: context.frameAtMs,
    pool: pair.pool,
    server: pair.server,
    from: unquote(match[2]!),
    to: unquote(by < 0 ? match[3]!.replace(/\.$/, '') : match[3]!),
    by: by < 0 ? null : unquote(start.slice(by + 4).replace(/\.\s*$/, '')),
    format: 'haproxy-server-address',
  }
}

function unquote(text: string): string {
  return /^'.*'$/.test(text) ? text.slice(1, -1) : text
}
