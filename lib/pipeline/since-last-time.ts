/** Makes the answer before the first one out of what was last known: what changed while Polygraph was away is news too. */

import { isClaimKind } from '../model/claim-kinds.ts'
import type { LbEvent } from '../model/lb-event.ts'
import type { ServerReading, StatsReading } from '../model/stats-reading.ts'
import type { LiveSnapshot, ServerView } from '../views/live-view.ts'

/** The picture is kept every few seconds, events at once: what they tell after it is amended. */
export function withLaterEvents(snapshot: LiveSnapshot, newestFirst: readonly LbEvent[]): LiveSnapshot {
  const claims = new Map<string, ServerView['claim']>()
  const weights = new Map<string, number>()
  for (const event of newestFirst) {
    if (event.observedAtMs <= snapshot.atMs) continue
    const key = `${event.loadBalancer}/${event.pool}/${event.server}`
    const { kind, to } = event
    if (kind === 'server-state' && isClaimKind(to) && !claims.has(key))
      claims.set(key, { kind: to, status: to })
    if (kind === 'server-weight' && to !== null && !weights.has(key)) weights.set(key, Number(to))
  }
  if (!claims.size && !weights.size) return snapshot
  const pools = snapshot.pools.map((pool) => ({
    ...pool,
    servers: pool.servers.map((server) => {
      const key = `${pool.id}/${server.name}`
      return {
        ...server,
        claim: claims.get(key) ?? server.claim,
        weight: weights.get(key) ?? server.weight,
      }
    }),
  }))
  return { ...snapshot, pools }
}

/** What to keep for the next time: of load balancers not heard since the last time, what was known then. */
export function withUnheard(
  now: LiveSnapshot,
  lastTime: LiveSnapshot | null,
  configured: readonly string[],
): LiveSnapshot | null {
  const heard = new Set(now.pools.map((pool) => pool.loadBalancer))
  const unheard = (lastTime?.pools ?? [])
    .filter(({ loadBalancer }) => !heard.has(loadBalancer) && configured.includes(loadBalancer))
    .map((pool) => ({ ...pool, fresh: false }))
  if (now.atMs === 0) return null
  return unheard.length ? { ...now, pools: [...now.pools, ...unheard] } : now
}

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
    return shown ? { ...row, ...weightsOf(row, shown), claim: claimOf(row, shown) } : row
  })
  return { ...next, servers, atMs: snapshot.atMs }
}

function claimOf({ claim }: ServerReading, shown: ServerView): ServerReading['claim'] {
  const told = shown.claim.kind !== 'unknown' && shown.claim.kind !== claim.kind
  return told ? { ...claim, ...shown.claim } : claim
}

/** A slow start moves the effective weight, which is the one that is shown: that is no change. */
function weightsOf(row: ServerReading, shown: ServerView): Pick<ServerReading, 'weight' | 'userWeight'> {
  const { weight, userWeight } = row
  const slow = row.throttlePercent !== null || (userWeight !== null && userWeight !== weight)
  if (shown.weight === null || slow) return { weight, userWeight }
  return { weight: shown.weight, userWeight: userWeight === null ? null : shown.weight }
}
