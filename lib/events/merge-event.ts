/** One event for one change, however many sources told of it: later tellings add to the first. */

import type { LbEvent } from '../model/lb-event.ts'
import type { EventDraft } from './event-draft.ts'
import { eventId } from './event-id.ts'
import { joinCheck } from './join-check.ts'
import { sameChange } from './same-change.ts'
import { sentence } from './sentence.ts'

export type Merged = { event: LbEvent; isNew: boolean; changed: boolean }

const FILLED = ['from', 'reason', 'code', 'info', 'checkDurationMs', 'changedFrom', 'via'] as const

/** A source that has since told of another state of this server tells of a new change, not of the old one again. */
function movedOn(recent: readonly LbEvent[], at: number, draft: EventDraft): boolean {
  const event = recent[at]!
  if (!event.seenBy.includes(draft.source) || event.atMs === draft.atMs) return false
  return recent.some(
    (later, index) =>
      index > at &&
      later.kind === event.kind &&
      later.to !== event.to &&
      draft.atMs >= later.atMs &&
      later.server === event.server &&
      (later.host ?? null) === (event.host ?? null) &&
      (later.about ?? null) === (event.about ?? null) &&
      later.pool === event.pool &&
      later.loadBalancer === event.loadBalancer &&
      later.seenBy.includes(draft.source),
  )
}

/** The nearest event that this draft tells of again; one that its source has not told of yet comes first. */
function known(recent: readonly LbEvent[], draft: EventDraft): LbEvent | null {
  let best: LbEvent | null = null
  let bestRank = Number.POSITIVE_INFINITY
  for (let at = recent.length - 1; at >= 0; at--) {
    const event = recent[at]!
    if (!sameChange(event, draft) || movedOn(recent, at, draft)) continue
    const apart = Math.abs(event.atMs - draft.atMs)
    const again = event.seenBy.includes(draft.source) && apart > 0
    const rank = apart + (again ? 1e9 : 0)
    if (rank <= bestRank) [best, bestRank] = [event, rank]
  }
  return best
}

/**
 * `recent` are the last events in the order they became known, at least those of the draft's subject.
 * Nothing is written into them; `changed` is false where the draft adds nothing.
 */
export function mergeEvent(recent: readonly LbEvent[], draft: EventDraft): Merged {
  const joined = joinCheck(recent, draft)
  const event = known(recent, joined)
  if (event === null) return { event: newEvent(recent, joined), isNew: true, changed: true }

  const merged: LbEvent = { ...event }
  if (joined.errorMs < event.errorMs) Object.assign(merged, { atMs: joined.atMs, errorMs: joined.errorMs })
  // The log's health check says more than a poll's going down.
  if (joined.kind === 'health-check' && event.kind === 'server-state') {
    Object.assign(merged, { kind: joined.kind, to: joined.to, from: joined.from })
  }
  for (const field of FILLED) {
    if (merged[field] === null && joined[field] !== null) Object.assign(merged, { [field]: joined[field] })
  }
  merged.observedAtMs = Math.min(event.observedAtMs, joined.observedAtMs)
  if (!event.seenBy.includes(joined.source)) merged.seenBy = [...event.seenBy, joined.source]
  merged.text = sentence(merged)
  const changed = (Object.keys(merged) as (keyof LbEvent)[]).some((key) => merged[key] !== event[key])
  return { event: changed ? merged : event, isNew: false, changed }
}

function newEvent(recent: readonly LbEvent[], draft: EventDraft): LbEvent {
  const { source, ...rest } = draft
  const taken = new Set(recent.map((event) => event.id))
  let id = eventId(draft)
  for (let again = 2; taken.has(id); again++) id = `${eventId(draft)}-${again}`
  const event = { ...rest, seenBy: [source] }
  return { id, ...event, text: sentence(event) }
}
