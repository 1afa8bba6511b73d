/** An LbEvent as a row of the Event table and back. */

import type { LbEvent, LbEventKind } from '../model/lb-event.ts'

export type EventRow = {
  id: string
  kind: string
  atMs: number
  errorMs: number
  observedAtMs: number
  loadBalancer: string
  pool: string | null
  server: string | null
  poolId: string | null
  serverId: string | null
  fromState: string | null
  toState: string | null
  reason: string | null
  code: number | null
  info: string | null
  checkDurationMs: number | null
  changedFrom: string | null
  via: string | null
  seenBy: string
  text: string
  host: string | null
  about: string | null
}

/** SQLite keeps no NaN or infinity, and `code` is a 32-bit column. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
function small(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : null
}

/** Null for an event without a usable time, which no question by time could find again. */
export function toEventRow(event: LbEvent): EventRow | null {
  const observedAtMs = finite(event.observedAtMs)
  const atMs = finite(event.atMs)
  if (atMs === null || observedAtMs === null) return null
  const poolId = event.pool === null ? null : `${event.loadBalancer}/${event.pool}`
  return {
    id: event.id,
    kind: event.kind,
    atMs,
    errorMs: finite(event.errorMs) ?? 0,
    observedAtMs,
    loadBalancer: event.loadBalancer,
    pool: event.pool,
    server: event.server,
    poolId,
    serverId: poolId === null || event.server === null ? null : `${poolId}/${event.server}`,
    fromState: event.from,
    toState: event.to,
    reason: event.reason,
    code: small(event.code),
    info: event.info,
    checkDurationMs: finite(event.checkDurationMs),
    changedFrom: event.changedFrom,
    via: event.via,
    seenBy: JSON.stringify(event.seenBy),
    text: event.text,
    host: event.host ?? null,
    about: event.about ?? null,
  }
}

export function fromEventRow(row: EventRow): LbEvent {
  return {
    id: row.id,
    kind: row.kind as LbEventKind,
    atMs: row.atMs,
    errorMs: row.errorMs,
    observedAtMs: row.observedAtMs,
    loadBalancer: row.loadBalancer,
    pool: row.pool,
    server: row.server,
    from: row.fromState,
    to: row.toState,
    reason: row.reason,
    code: row.code,
    info: row.info,
    checkDurationMs: row.checkDurationMs,
    changedFrom: row.changedFrom,
    via: row.via,
    seenBy: names(row.seenBy),
    text: row.text,
    ...(row.host !== null && { host: row.host }),
    ...(row.about !== null && { about: row.about }),
  }
}

function names(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : []
  } catch {
    return []
  }
}
