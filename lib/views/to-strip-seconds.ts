/** A pool's stored samples as seconds of the strip chart. */

import { CLAIM_KINDS } from '../model/claim-kinds.ts'
import type { PoolSample } from '../model/server-sample.ts'
import type { StripSecond } from './live-view.ts'

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
