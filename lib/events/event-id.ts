/** Names an event after what it is, so that the same readings always give the same id. */

import { stableHash } from '../model/stable-hash.ts'
import type { EventDraft } from './event-draft.ts'

/** Milliseconds first: ids sort as the events do. */
export function eventId(draft: EventDraft): string {
  const { loadBalancer, pool, server, kind, to, atMs, host, about } = draft
  const named = [loadBalancer, pool, server, kind, to]
  const all = host || about ? [...named, host ?? null, about ?? null] : named
  return `${atMs.toString(36)}-${stableHash(JSON.stringify(all))}`
}
