/** The change that a log line tells of, where it tells of one; requests and sessions are no changes. */

import type { ClaimKind } from '../model/claim.ts'
import type { HealthCheckRecord, LoggedState, ServerStateRecord } from '../model/log-record.ts'
import { type ClockOffset, logTime } from '../model/log-time.ts'
import type { LogReading } from '../model/reading.ts'
import { type EventDraft, eventDraft } from './event-draft.ts'

const KINDS: Record<LoggedState, ClaimKind> = {
  up: 'up',
  down: 'down',
  maint: 'maint',
  drain: 'drain',
  stopping: 'nolb',
}

const STARTED = /\b(?:forked|started|loading success|reexec)/i
const STOPPING = /\b(?:exiting|stopping|soft-stop|exited|terminat)/i

function serverState(record: ServerStateRecord): Partial<EventDraft> | null {
  if (record.to === null) return null
  const { pool, server, reason, code, info, checkDurationMs, changedFrom, via } = record
  const from = record.from === null ? null : KINDS[record.from]
  return { pool, server, from, to: KINDS[record.to], reason, code, info, checkDurationMs, changedFrom, via }
}

/** `to` is HAProxy's status word: `UP 2/3` while failing, `DOWN 1/2` while rising. */
function healthCheck(record: HealthCheckRecord): Partial<EventDraft> {
  const { pool, server, reason, code, info, checkDurationMs, health, healthMax } = record
  const word = record.to === null ? null : record.to === 'stopping' ? 'NOLB' : record.to.toUpperCase()
  const counted = health !== null && healthMax !== null && (word === 'DOWN' ? health > 0 : health < healthMax)
  const to = word !== null && counted ? `${word} ${health}/${healthMax}` : word
  return {
    pool,
    server,
    from: record.succeeded ? 'passed' : 'failed',
    to,
    reason,
    code,
    info,
    checkDurationMs,
  }
}

/** `clock` corrects the source's dates, null where it was not measured. */
export function draftFromLog(
  reading: LogReading,
  loadBalancer: string,
  clock: ClockOffset | null = null,
): EventDraft | null {
  const { record, source } = reading
  const told = { loadBalancer, source, observedAtMs: reading.atMs, ...logTime(reading, clock) }
  switch (record.kind) {
    case 'server-state': {
      const known = serverState(record)
      return known === null ? null : eventDraft({ kind: 'server-state', ...told }, known)
    }
    case 'health-check':
      return eventDraft({ kind: 'health-check', ...told }, healthCheck(record))
    case 'pool-empty':
      return eventDraft({ kind: 'pool-state', ...told }, { pool: record.pool, to: 'down' })
    case 'proxy-state':
      return eventDraft({ kind: 'proxy-state', ...told }, { pool: record.proxy, to: record.to })
    case 'server-address': {
      const { pool, server, from, to, by } = record
      return eventDraft({ kind: 'server-address', ...told }, { pool, server, from, to, changedFrom: by })
    }
    case 'process': {
      const kind = STARTED.test(record.message)
        ? 'process-started'
        : STOPPING.test(record.message)
          ? 'process-stopping'
          : null
      return kind === null ? null : eventDraft({ kind, ...told }, { info: record.message })
    }
    default:
      return null
  }
}
