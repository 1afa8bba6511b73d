/** The pool that an incident is about, and its seconds as stored and as live. */

import type { Subject } from '#lib/model/finding'
import type { StripSecond } from '#lib/views/live-view'

/** `lb1/app`; null where it concerns no pool, or an address first. */
export function poolOf({ subjects }: { subjects: readonly Subject[] }): string | null {
  if (subjects.some((subject) => subject.type === 'vip')) return null
  const pool = subjects.find((subject) => subject.type === 'pool')
  if (pool) return pool.id
  const server = subjects.find((subject) => subject.type === 'server')
  return server ? server.id.slice(0, server.id.lastIndexOf('/')) : null
}

/** Live seconds stand in for stored ones; both oldest first. */
export function joinSeconds(
  stored: readonly StripSecond[],
  live: readonly StripSecond[],
): readonly StripSecond[] {
  const [first] = live
  return first ? [...stored.filter((each) => each.second < first.second), ...live] : stored
}
