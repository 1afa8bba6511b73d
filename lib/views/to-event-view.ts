/** An event as the tape shows it. */

import type { LbEvent } from '../model/lb-event.ts'
import type { EventView } from './live-view.ts'

export function toEventView(event: LbEvent): EventView {
  const detail = [event.reason, event.code, event.info && `"${event.info}"`].filter(
    (part) => part !== null && part !== '',
  )
  return {
    id: event.id,
    kind: event.kind,
    atMs: event.atMs,
    errorMs: event.errorMs,
    observedAtMs: event.observedAtMs,
    loadBalancer: event.loadBalancer,
    pool: event.pool,
    server: event.server,
    ...(event.host && { host: event.host }),
    ...(event.about && { about: event.about }),
    from: event.from,
    to: event.to,
    text: event.text,
    detail: detail.length ? detail.join(' ') : null,
    seenBy: event.seenBy,
  }
}
