/** The same log line by two ways: HAProxy writes to every target that it has, and Polygraph may hear more than one. */

import type { RequestRecord, SessionRecord } from '../model/log-record.ts'

/** Two ways differ by less than this. */
export const SAME_LINE_MS = 10_000
/** Lines remembered of one load balancer; the older half goes first. */
export const MAX_SEEN = 50_000

type Seen = { sources: Set<string>; newer: Set<string>; older: Set<string>; turnedAtMs: number }

/** Answers true where another source has given this line before. A load balancer with one source costs nothing. */
export function createSeenLines() {
  const byLoadBalancer = new Map<string, Seen>()
  return (
    loadBalancer: string,
    { source, atMs }: { source: string; atMs: number },
    record: RequestRecord | SessionRecord,
  ): boolean => {
    let seen = byLoadBalancer.get(loadBalancer)
    if (!seen) {
      seen = { sources: new Set(), newer: new Set(), older: new Set(), turnedAtMs: atMs }
      byLoadBalancer.set(loadBalancer, seen)
    }
    seen.sources.add(source)
    if (seen.sources.size < 2) return false
    if (atMs - seen.turnedAtMs > SAME_LINE_MS || seen.newer.size >= MAX_SEEN / 2) {
      seen.older = seen.newer
      seen.newer = new Set()
      seen.turnedAtMs = atMs
    }
    const line = identityOf(record)
    // The same source may write the same twice: those are two.
    const others = [...seen.sources].filter((one) => one !== source)
    const known = others.some((one) => seen.newer.has(`${one} ${line}`) || seen.older.has(`${one} ${line}`))
    if (!known) seen.newer.add(`${source} ${line}`)
    return known
  }
}

/** A client's port and the moment tell lines apart; logs without ports have dates of whole seconds as well. */
function identityOf(record: RequestRecord | SessionRecord): string {
  const { pid, client, server, timers, bytes } = record
  const line = `${pid ?? ''} ${client.ip}:${client.port} ${record.atMs} ${server} ${timers.totalMs}`
  if (client.port !== null) return line
  return record.kind === 'request' ? `${line} ${bytes} ${record.status} ${record.uri}` : `${line} ${bytes}`
}
