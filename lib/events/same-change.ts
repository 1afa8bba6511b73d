/** Whether two tellings can be of one and the same change. */

import type { LbEvent } from '../model/lb-event.ts'
import type { EventDraft } from './event-draft.ts'

/** How far apart two exact tellings of one change may be: delivery and rounding, not flapping. */
export const MERGE_WINDOW_MS = 250

type Told = Pick<LbEvent, 'kind' | 'loadBalancer' | 'pool' | 'server' | 'to' | 'atMs' | 'errorMs'>

/** Two findings of a moment far off would each swallow the other's events. */
const MOST_ERROR_MS = 5_000
const errorOf = (told: { kind: string; errorMs: number }) =>
  told.kind.startsWith('host-') || told.kind === 'finding'
    ? Math.min(MOST_ERROR_MS, told.errorMs)
    : told.errorMs

/** A poll shows a failing check as a state, the log as the check itself: `UP 2/3` is `going-down`. */
function progress(told: Told): string | null {
  if (told.kind === 'server-state') return told.to === 'going-down' || told.to === 'going-up' ? told.to : null
  if (told.kind !== 'health-check' || told.to === null) return null
  if (told.to.startsWith('UP ')) return 'going-down'
  return told.to.startsWith('DOWN ') ? 'going-up' : null
}

function sameWords(event: Told, draft: Told): boolean {
  // A process names itself differently in its log and in its statistics.
  if (draft.kind.startsWith('process-')) return event.kind === draft.kind
  if (event.kind === draft.kind) return event.to === draft.to
  const words = progress(draft)
  return words !== null && words === progress(event)
}

/** Same subject, same outcome, and no further apart than both errors and the window allow. */
export function sameChange(event: LbEvent, draft: EventDraft): boolean {
  return (
    event.loadBalancer === draft.loadBalancer &&
    event.pool === draft.pool &&
    event.server === draft.server &&
    (event.host ?? null) === (draft.host ?? null) &&
    (event.about ?? null) === (draft.about ?? null) &&
    sameWords(event, draft) &&
    Math.abs(event.atMs - draft.atMs) <= errorOf(event) + errorOf(draft) + MERGE_WINDOW_MS
  )
}
