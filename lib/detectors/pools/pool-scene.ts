/** The pools as their detectors look at them at one moment, and which of them are worth a look now. */

import type { LoadBalancer, World } from '../../model/load-balancer.ts'
import type { Pool } from '../../model/pool.ts'
import type { PoolMemory } from './pool-memory.ts'

/** A load balancer's word is taken for this many beats, and for this long at least. */
const BEATS = 3
const LEAST_FRESH_MS = 3_500
/** Where only a log speaks. */
const LOG_FRESH_MS = 60_000

/** Log lines alone bring a pool a look this often. */
const LOG_LOOK_MS = 500

export type PoolPlace = { id: string; lb: LoadBalancer; pool: Pool }

export type PoolScene = {
  world: World
  memory: PoolMemory
  nowMs: number
  /** False once the load balancer's word is too old to go by. */
  isFresh: (lb: LoadBalancer) => boolean
  /** Those with news since the last look, and those that were asked for again. */
  touched: PoolPlace[]
  /** Null where it is gone; `lb1/app`. */
  place: (id: string) => PoolPlace | null
}

export const poolIdOf = (lb: string, pool: string): string => `${lb}/${pool}`

function isFresh(lb: LoadBalancer, nowMs: number, beatMs: number): boolean {
  if (lb.statsAtMs !== null) return nowMs - lb.statsAtMs <= Math.max(LEAST_FRESH_MS, BEATS * beatMs)
  return lb.logAtMs !== null && nowMs - lb.logAtMs <= LOG_FRESH_MS
}

/** Statistics are news of every pool; a log line of one. Takes the news off the world's list. */
function takeTouched({ world, memory, nowMs }: Pick<PoolScene, 'world' | 'memory' | 'nowMs'>): PoolPlace[] {
  const touched: PoolPlace[] = []
  for (const lb of world.loadBalancers.values()) {
    const polled = lb.statsAtMs !== null && lb.statsAtMs !== memory.statsSeenMs.get(lb.name)
    if (polled) memory.statsSeenMs.set(lb.name, lb.statsAtMs!)
    if (polled) lb.touchedPools?.clear()
    for (const name of polled ? lb.pools.keys() : (lb.touchedPools ?? [])) {
      const pool = lb.pools.get(name)
      const id = poolIdOf(lb.name, name)
      if (!polled) {
        if (nowMs - (memory.poolSeenMs.get(id) ?? 0) < LOG_LOOK_MS) continue
        lb.touchedPools!.delete(name)
      }
      if (pool) touched.push({ id, lb, pool })
    }
  }
  const known = new Set(touched.map((one) => one.id))
  for (const [id, atMs] of memory.againAtMs) {
    if (atMs > nowMs) continue
    memory.againAtMs.delete(id)
    if (known.has(id)) continue
    const place = placeOf(world, id)
    if (place) touched.push(place)
  }
  return touched
}

function placeOf(world: World, id: string): PoolPlace | null {
  const slash = id.indexOf('/')
  const lb = world.loadBalancers.get(id.slice(0, slash))
  const pool = lb?.pools.get(id.slice(slash + 1))
  return lb && pool ? { id, lb, pool } : null
}

export function createPoolScene(
  world: World,
  memory: PoolMemory,
  nowMs: number,
  beatMs: (loadBalancer: string) => number,
): PoolScene {
  return {
    world,
    memory,
    nowMs,
    isFresh: (lb) => isFresh(lb, nowMs, beatMs(lb.name)),
    touched: takeTouched({ world, memory, nowMs }),
    place: (id) => placeOf(world, id),
  }
}
