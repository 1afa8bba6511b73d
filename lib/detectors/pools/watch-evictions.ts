/** Which servers of a pool health checks have evicted lately, each with the load that it carried before. */

import type { ClaimKind } from '../../model/claim.ts'
import { loadNow } from './detect-cascade-risk.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'

/** Evictions are remembered for so long. */
export const EVICTIONS_KEPT_MS = 300_000
const MAX_EVICTIONS = 100
/** The most connections of late: it falls again by one part in so many at each look. */
const USUAL_LOOKS = 10

export type Eviction = {
  server: string
  atMs: number
  errorMs: number
  /** First look at which its check failed; null where it was gone at the next look. */
  failingSinceMs: number | null
  status: string | null
  text: string
  /** Load on those in rotation before it, at most since the eviction before; null where it is not known. */
  loadBefore: number | null
  /** Its connections before, as a multiple of what was usual. */
  sessionsGrew: number | null
  returnedAtMs: number | null
}

export type EvictionWatch = {
  kinds: Map<
    string,
    { kind: ClaimKind; failingSinceMs: number | null; usualSessions: number | null; mostSessions: number }
  >
  evictions: Eviction[]
  /** Highest load since the newest eviction. */
  mostLoad: number | null
}

const createWatch = (): EvictionWatch => ({ kinds: new Map(), evictions: [], mostLoad: null })
const serves = (kind: ClaimKind) => kind === 'up' || kind === 'going-down'
const isOut = (kind: ClaimKind) => kind === 'down' || kind === 'going-up'

/** Writes into the scene's memory; oldest first. */
export function watchEvictions({ memory, nowMs }: PoolScene, place: PoolPlace): Eviction[] {
  const watch = memory.evictions.get(place.id) ?? createWatch()
  memory.evictions.set(place.id, watch)
  const { servers, risk } = place.pool
  const known = risk && risk.unknown === null && risk.capacityBy !== 'observed-peak'
  const calm = watch.evictions.every((one) => one.returnedAtMs !== null)
  const load = known ? loadNow(risk) : null
  for (const server of servers.values()) {
    const { kind } = server.claim
    const sessions = server.gauges?.sessions ?? null
    const before = watch.kinds.get(server.name)
    if (!before) {
      watch.kinds.set(server.name, { kind, failingSinceMs: null, usualSessions: null, mostSessions: 0 })
      continue
    }
    if (isOut(kind) && serves(before.kind)) {
      const usual = Math.max(1, before.usualSessions ?? 0)
      watch.evictions.push({
        server: server.name,
        atMs: Math.min(nowMs, server.claimSinceMs),
        errorMs: server.claimErrorMs,
        failingSinceMs: before.failingSinceMs,
        status: server.check?.status ?? null,
        text: server.check?.lastText || server.check?.description || '',
        loadBefore: watch.mostLoad,
        sessionsGrew: before.usualSessions === null ? null : before.mostSessions / usual,
        returnedAtMs: null,
      })
      watch.mostLoad = null
    }
    if (kind === 'up' && isOut(before.kind))
      for (const one of watch.evictions)
        if (one.server === server.name) one.returnedAtMs ??= server.claimSinceMs
    if (kind === 'going-down') before.failingSinceMs ??= server.claimSinceMs
    else before.failingSinceMs = null
    before.kind = kind
    if (sessions === null || !serves(kind)) continue
    if (calm && kind === 'up') {
      // What had grown before anyone was gone did not grow because of that.
      const usual = before.usualSessions ?? sessions
      before.usualSessions = sessions >= usual ? sessions : usual + (sessions - usual) / USUAL_LOOKS
      before.mostSessions = sessions
    } else before.mostSessions = Math.max(before.mostSessions, sessions)
  }
  if (load !== null) watch.mostLoad = Math.max(watch.mostLoad ?? 0, load)
  for (const name of watch.kinds.keys()) if (!servers.has(name)) watch.kinds.delete(name)
  watch.evictions = watch.evictions
    .filter((one) => nowMs - one.atMs <= EVICTIONS_KEPT_MS)
    .sort((a, b) => a.atMs - b.atMs)
    .slice(-MAX_EVICTIONS)
  return watch.evictions
}
