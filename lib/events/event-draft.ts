/** One source's word of a change, before it is known whether others told of it too. */

import type { LbEvent } from '../model/lb-event.ts'

export type EventDraft = Omit<LbEvent, 'id' | 'seenBy' | 'text'> & {
  /** Name of the source that told of it. */
  source: string
}

type Told = Pick<EventDraft, 'kind' | 'loadBalancer' | 'source' | 'atMs' | 'errorMs' | 'observedAtMs'>

/** A draft of which only what is given is known. */
export function eventDraft(told: Told, known: Partial<Omit<EventDraft, keyof Told>>): EventDraft {
  return {
    pool: null,
    server: null,
    from: null,
    to: null,
    reason: null,
    code: null,
    info: null,
    checkDurationMs: null,
    changedFrom: null,
    via: null,
    ...known,
    ...told,
  }
}
