/** Merges drafts into events and passes each new or amended one on, once. */

import type { EventDraft } from '../events/event-draft.ts'
import { type RecentEvents, recentEvents } from '../events/recent-events.ts'
import type { LbEvent } from '../model/lb-event.ts'

export function createTeller(tell: (event: LbEvent, isNew: boolean) => void) {
  const recent: RecentEvents = recentEvents()
  return {
    recent,
    /** True where anything came of it. */
    take(drafts: Iterable<EventDraft | null>): boolean {
      let any = false
      for (const draft of drafts) {
        if (!draft) continue
        const { event, isNew, changed } = recent.merge(draft)
        if (!changed) continue
        any = true
        tell(event, isNew)
      }
      return any
    },
  }
}
