/** How much a server or pool wants to be looked at: problems first, 0 is quiet. */

import type { PoolView, ServerView } from '#lib/views/live-view'

const BY_CLAIM: Record<ServerView['claim']['kind'], number> = {
  down: 90,
  'going-down': 70,
  'going-up': 60,
  unknown: 55,
  nolb: 50,
  drain: 40,
  maint: 30,
  up: 0,
  'no-check': 0,
}
const LYING = 100
const EMPTY_POOL = 95
const STALE_POOL = 80
const NO_WEIGHT = 35
const JUST_CHANGED = 5

/** How long a server that came back stays in sight. */
export const JUST_CHANGED_MS = 60_000

export function serverConcern(server: ServerView, nowMs: number): number {
  if (server.verdict.kind === 'lying') return LYING
  const byClaim = BY_CLAIM[server.claim.kind]
  if (byClaim > 0) return byClaim
  if (server.weight === 0) return NO_WEIGHT
  return nowMs - server.claimSinceMs < JUST_CHANGED_MS ? JUST_CHANGED : 0
}

export type PoolConcern = { concern: number; servers: number[]; lying: number; inRotation: number }

/** `servers` holds each server's own concern, by index. */
export function poolConcern(pool: PoolView, nowMs: number): PoolConcern {
  const servers = pool.servers.map((server) => serverConcern(server, nowMs))
  const recent = servers.filter((concern) => concern === JUST_CHANGED).length
  // After a restart every server has just changed, which says nothing of any of them.
  if (recent > 2 && recent > pool.servers.length / 2)
    for (let i = 0; i < servers.length; i++) if (servers[i] === JUST_CHANGED) servers[i] = 0
  let concern = Math.max(0, ...servers)
  if (isDown(pool)) concern = Math.max(concern, EMPTY_POOL)
  if (!pool.fresh) concern = Math.max(concern, STALE_POOL)
  return {
    concern,
    servers,
    lying: pool.servers.filter((server) => server.verdict.kind === 'lying').length,
    inRotation: pool.servers.filter(isInRotation).length,
  }
}

export function isDown(pool: PoolView): boolean {
  return pool.status?.startsWith('DOWN') ?? false
}

function isInRotation(server: ServerView): boolean {
  return (['up', 'going-down', 'no-check'] as string[]).includes(server.claim.kind) && server.weight !== 0
}

/** The pool that most wants to be looked at; null where there is none. */
export function worstPool(pools: readonly PoolView[], nowMs: number): PoolView | null {
  let worst: PoolView | null = null
  let most = -1
  for (const pool of pools) {
    const { concern, lying } = poolConcern(pool, nowMs)
    const weight = concern * 1000 + lying
    if (weight > most || (weight === most && busier(pool, worst))) {
      worst = pool
      most = weight
    }
  }
  return worst
}

function busier(pool: PoolView, than: PoolView | null): boolean {
  return (pool.numbers[1] ?? 0) > (than?.numbers[1] ?? 0)
}
