/** Names an event after what it is, so that the same readings always give the same id. */

import type { EventDraft } from './event-draft.ts'

/** 64 bits of FNV-1a in two halves, as 13 or so letters and digits. */
function hash(text: string): string {
  let high = 0x811c9dc5
  let low = 0x01000193
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 0x01000193)
    low = Math.imul(low ^ (code + at), 0x85ebca6b)
  }
  return (high >>> 0).toString(36) + (low >>> 0).toString(36)
}

/** Milliseconds first: ids sort as the events do. */
export function eventId(draft: EventDraft): string {
  const { loadBalancer, pool, server, kind, to, atMs, host, about } = draft
  const named = [loadBalancer, pool, server, kind, to]
  const all = host || about ? [...named, host ?? null, about ?? null] : named
  return `${atMs.toString(36)}-${hash(JSON.stringify(all))}`
}
