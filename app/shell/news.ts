/** Which events are worth saying aloud, in one sentence each. */

import type { EventView } from '#lib/views/live-view'

const MOST = 3
const BAD_CLAIMS = new Set(['down', 'going-down', 'drain', 'maint'])

/** Null where nothing new is bad, or where all of it was there before anyone listened. */
export function newsOf(events: readonly EventView[], known: ReadonlySet<string> | null): string | null {
  if (known === null) return null
  const news = events.filter((event) => !known.has(event.id) && isBad(event))
  if (news.length === 0) return null
  const said = news.slice(0, MOST).map((event) => event.text.replace(/\.?$/, '.'))
  const rest = news.length - said.length
  return said.join(' ') + (rest > 0 ? ` And ${rest} more.` : '')
}

function isBad(event: EventView): boolean {
  if (event.kind === 'verdict') return event.to === 'lying'
  if (event.kind === 'source-lost') return true
  if (event.kind === 'finding') return event.to === 'opened'
  return (event.kind === 'server-state' || event.kind === 'pool-state') && BAD_CLAIMS.has(event.to ?? '')
}
