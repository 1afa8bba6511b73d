/** Gives a state line without a reason the words of the health check that caused it. */

import type { LbEvent } from '../model/lb-event.ts'
import type { EventDraft } from './event-draft.ts'

/** With `option log-health-checks` the check's line comes right before the state's. */
export const JOIN_WINDOW_MS = 2_000

/** A draft that has a reason, was ordered by a person or follows another server is left as it is. */
export function joinCheck(recent: readonly LbEvent[], draft: EventDraft): EventDraft {
  if (draft.kind !== 'server-state' || draft.reason !== null) return draft
  if (draft.changedFrom !== null || draft.via !== null) return draft
  const outcome = draft.to === 'down' ? 'failed' : draft.to === 'up' || draft.to === 'nolb' ? 'passed' : null
  if (outcome === null) return draft
  for (let at = recent.length - 1; at >= 0; at--) {
    const check = recent[at]!
    if (check.kind !== 'health-check' || check.pool !== draft.pool || check.server !== draft.server) continue
    if (check.loadBalancer !== draft.loadBalancer) continue
    const apart = draft.atMs - check.atMs
    if (check.from !== outcome || Math.abs(apart) > JOIN_WINDOW_MS + check.errorMs + draft.errorMs)
      return draft
    const { reason, code, info, checkDurationMs } = check
    return { ...draft, reason, code, info: draft.info ?? info, checkDurationMs }
  }
  return draft
}
