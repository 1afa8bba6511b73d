/** Every detector of what goes wrong in pools: each says all that is true now. */

import type { World } from '../../model/load-balancer.ts'
import type { FindingDraft } from '../finding-draft.ts'
import { detectCutDrain } from './detect-cut-drain.ts'
import { detectReplicationLag } from './detect-replication-lag.ts'
import { detectStuckDrain } from './detect-stuck-drain.ts'
import { detectTouched } from './detect-touched.ts'
import type { PoolMemory } from './pool-memory.ts'
import { createPoolScene } from './pool-scene.ts'
import { steadyDrafts } from './steady-drafts.ts'

/** Pools are looked at no more often than this. */
export const LOOK_EVERY_MS = 200

/** Null where the last look is too near. Writes into `memory`, and takes the news off the world's lists. */
export function detectPools(
  world: World,
  memory: PoolMemory,
  nowMs: number,
  beatMs: (loadBalancer: string) => number,
): FindingDraft[] | null {
  if (Math.abs(nowMs - memory.lookedAtMs) < LOOK_EVERY_MS) return null
  memory.lookedAtMs = nowMs
  const scene = createPoolScene(world, memory, nowMs, beatMs)
  return steadyDrafts(
    memory,
    [
      ...detectTouched(scene),
      ...detectCutDrain(scene),
      ...detectStuckDrain(scene),
      ...detectReplicationLag(scene),
    ],
    nowMs,
  )
}
