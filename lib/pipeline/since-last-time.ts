/** Makes the answer before the first one out of what was last shown: what changed while Polygraph was away is news too. */

import type { StatsReading } from '../model/stats-reading.ts'
import type { LiveSnapshot } from '../views/live-view.ts'

/** Null where the snapshot knows nothing of this load balancer. */
export function answerOfLastTime(snapshot: LiveSnapshot | null, next: StatsReading): StatsReading | null {
  const pools = new Map(
    snapshot?.pools
      .filter((pool) => pool.loadBalancer === next.loadBalancer)
      .map((pool) => [pool.name, pool]),
  )
  if (!snapshot || !pools.size) return null
  const servers = next.servers.map((row) => {
    const shown = pools.get(row.pool)?.servers.find((server) => server.name === row.server)
    if (!shown || shown.claim.kind === 'unknown' || shown.claim.kind === row.claim.kind) return row
    return { ...row, claim: { ...row.claim, ...shown.claim } }
  })
  return { ...next, servers, atMs: snapshot.atMs }
}
