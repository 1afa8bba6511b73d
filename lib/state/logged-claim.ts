/** The status word that HAProxy would print after what a log line says. */

import type { Claim, ClaimKind } from '../model/claim.ts'
import type { HealthCheckRecord, LoggedState, ServerStateRecord } from '../model/log-record.ts'

const WORDS: Record<LoggedState, [status: string, kind: ClaimKind]> = {
  up: ['UP', 'up'],
  down: ['DOWN', 'down'],
  maint: ['MAINT', 'maint'],
  drain: ['DRAIN', 'drain'],
  stopping: ['NOLB', 'nolb'],
}

function claimOf(to: LoggedState): Claim {
  const [status, kind] = WORDS[to]
  return { status, kind, rising: null, by: null, via: null }
}

/** Null where the line leaves the state as it was. */
export function claimOfState(record: ServerStateRecord): Claim | null {
  if (record.to === null) return null
  const claim = claimOf(record.to)
  if (record.to === 'maint' && record.via !== null) {
    return { ...claim, status: `MAINT (via ${record.via})`, by: 'tracked', via: record.via }
  }
  return claim
}

/** `status: 2/3 UP` is `UP 2/3`; a full count and `0/2 DOWN` are plain. Null for agents and without a status. */
export function claimOfCheck(record: HealthCheckRecord): Claim | null {
  const { to, health, healthMax } = record
  if (to === null || record.agent) return null
  const claim = claimOf(to)
  if (health === null || healthMax === null || to === 'maint' || to === 'drain') return claim
  const partway = to === 'down' ? health > 0 : health < healthMax
  if (!partway) return claim
  const kind = to === 'up' ? 'going-down' : to === 'down' ? 'going-up' : claim.kind
  return {
    ...claim,
    status: `${claim.status} ${health}/${healthMax}`,
    kind,
    rising: { now: health, of: healthMax },
  }
}
