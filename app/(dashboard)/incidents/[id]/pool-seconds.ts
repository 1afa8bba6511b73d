/** The pool that an incident is about, second by second, from what is stored. */

import { CLAIM_KINDS } from '#lib/model/claim-kinds'
import type { Subject } from '#lib/model/finding'
import type { PoolSample } from '#lib/model/server-sample'
import type { StripSecond } from '#lib/views/live-view'

/** `lb1/app`; null where it concerns no pool, or an address first. */
export function poolOf({ subjects }: { subjects: readonly Subject[] }): string | null {
  if (subjects.some((subject) => subject.type === 'vip')) return null
  const pool = subjects.find((subject) => subject.type === 'pool')
  if (pool) return pool.id
  const server = subjects.find((subject) => subject.type === 'server')
  return server ? server.id.slice(0, server.id.lastIndexOf('/')) : null
}

/** A sample of ten seconds stands for each of them. Oldest first. */
export function toStripSeconds(samples: readonly PoolSample[]): StripSecond[] {
  return samples.flatMap(({ startMs, resolutionS, total, servers }) => {
    const claims = new Array<number>(CLAIM_KINDS.length).fill(0)
    for (const { claim } of servers.values()) if (claim in claims) claims[claim]!++
    const { sessions, requestRate, failureRate } = total
    const first = Math.floor(startMs / 1000)
    return Array.from({ length: Math.max(1, resolutionS) }, (_, at) => ({
      ...{ second: first + at, claims, sessions, requestRate, failureRate },
    }))
  })
}

/** Live seconds stand in for stored ones; both oldest first. */
export function joinSeconds(
  stored: readonly StripSecond[],
  live: readonly StripSecond[],
): readonly StripSecond[] {
  const [first] = live
  return first ? [...stored.filter((each) => each.second < first.second), ...live] : stored
}
