/** What changed between two answers of one worker: servers, pools, frontends; the first answer changes nothing. */

import type { ServerReading, StatsReading } from '../model/stats-reading.ts'
import { changeTime } from './change-time.ts'
import { diffServer } from './diff-server.ts'
import { type EventDraft, eventDraft } from './event-draft.ts'

/** Longest list of drafts one pair of answers gives; a rewritten configuration is no news server by server. */
export const MAX_DRAFTS = 10_000

function byName<T>(rows: readonly T[], name: (row: T) => string): Map<string, T> {
  return new Map(rows.map((row) => [name(row), row]))
}

const serverName = (row: ServerReading) => `${row.pool}/${row.server}`

const PROXY_WORDS: Record<string, string> = {
  OPEN: 'started',
  FULL: 'started',
  PAUSED: 'paused',
  STOP: 'stopped',
}

/** `previous` and `next` are of the same worker; feed `completeFrom(previous, next)` where rows were rejected. */
export function diffStats(previous: StatsReading | null, next: StatsReading): EventDraft[] {
  if (previous === null) return []
  const drafts: EventDraft[] = []
  const between = changeTime(previous.atMs, next.atMs, null)
  const told = (kind: EventDraft['kind'], time = between) => ({
    kind,
    loadBalancer: next.loadBalancer,
    source: next.source,
    observedAtMs: next.atMs,
    ...time,
  })

  const before = byName(previous.servers, serverName)
  for (const server of next.servers) {
    const known = before.get(serverName(server))
    if (known) drafts.push(...diffServer({ previous, next }, known, server))
    else {
      const { pool, server: name, claim } = server
      drafts.push(eventDraft(told('server-added'), { pool, server: name, to: claim.kind }))
    }
    before.delete(serverName(server))
  }
  for (const { pool, server, claim } of before.values()) {
    drafts.push(eventDraft(told('server-removed'), { pool, server, from: claim.kind }))
  }

  const pools = byName(previous.pools, (row) => row.pool)
  for (const { pool, up, status, sinceChangeS } of next.pools) {
    const known = pools.get(pool)
    if (!known || known.status === status || known.up === null || up === null) continue
    const time = changeTime(previous.atMs, next.atMs, sinceChangeS)
    const words = { from: known.up ? 'up' : 'down', to: up ? 'up' : 'down' }
    drafts.push(eventDraft(told('pool-state', time), { pool, ...words }))
  }

  const frontends = byName(previous.frontends, (row) => row.frontend)
  for (const { frontend, status } of next.frontends) {
    const from = PROXY_WORDS[frontends.get(frontend)?.status ?? '']
    const to = PROXY_WORDS[status]
    if (from === undefined || to === undefined || from === to) continue
    drafts.push(eventDraft(told('proxy-state'), { pool: frontend, from, to }))
  }
  return drafts.slice(0, MAX_DRAFTS)
}
