/** The last events, bounded, and those of one subject at hand: merging stays cheap with a thousand servers. */

import type { LbEvent } from '../model/lb-event.ts'
import type { EventDraft } from './event-draft.ts'
import { type Merged, mergeEvent } from './merge-event.ts'

/** Events kept in all, and of one subject. */
export const MAX_RECENT = 5_000
export const MAX_RECENT_OF_SUBJECT = 64

type Subject = Pick<LbEvent, 'loadBalancer' | 'pool' | 'server' | 'host' | 'about'>

export type RecentEvents = {
  /** Merges the draft into what is known and remembers the outcome. */
  merge(draft: EventDraft): Merged
  /** Remembers an event that is already whole, e.g. one read back from the store. */
  add(event: LbEvent): void
  /** In the order they became known. */
  of(subject: Subject): readonly LbEvent[]
  all(): LbEvent[]
}

const keyOf = ({ loadBalancer, pool, server, host, about }: Subject) =>
  JSON.stringify([loadBalancer, pool, server, host ?? null, about ?? null])

export function recentEvents(limit = MAX_RECENT): RecentEvents {
  const byId = new Map<string, LbEvent>()
  const bySubject = new Map<string, LbEvent[]>()

  function forget(event: LbEvent) {
    byId.delete(event.id)
    const own = bySubject.get(keyOf(event))?.filter((one) => one.id !== event.id) ?? []
    if (own.length > 0) bySubject.set(keyOf(event), own)
    else bySubject.delete(keyOf(event))
  }

  function add(event: LbEvent) {
    const own = bySubject.get(keyOf(event)) ?? []
    const at = byId.has(event.id) ? own.findIndex((one) => one.id === event.id) : -1
    if (at >= 0) own[at] = event
    else own.push(event)
    bySubject.set(keyOf(event), own)
    byId.set(event.id, event)
    if (own.length > MAX_RECENT_OF_SUBJECT) forget(own[0]!)
    if (byId.size > limit) forget(byId.values().next().value!)
  }

  return {
    add,
    of: (subject) => bySubject.get(keyOf(subject)) ?? [],
    all: () => [...byId.values()],
    merge(draft) {
      const merged = mergeEvent(bySubject.get(keyOf(draft)) ?? [], draft)
      if (merged.changed) add(merged.event)
      return merged
    },
  }
}
