/** Detectors that look at one pool at a time: only pools with news are looked at, of the others what was said stands. */

import type { FindingDraft } from '../finding-draft.ts'
import { detectBoundUsersLost } from './detect-bound-users-lost.ts'
import { detectCascade } from './detect-cascade.ts'
import { detectCascadeRisk } from './detect-cascade-risk.ts'
import { detectDivergentResponses } from './detect-divergent-responses.ts'
import { detectFlapping } from './detect-flapping.ts'
import { detectLyingHealthCheck } from './detect-lying-health-check.ts'
import { detectPoolOutage } from './detect-pool-outage.ts'
import { detectQueueSaturation } from './detect-queue-saturation.ts'
import { detectSharedDependencyFailing } from './detect-shared-dependency-failing.ts'
import { detectStickySessionsLost } from './detect-sticky-sessions-lost.ts'
import { detectUncheckedServer } from './detect-unchecked-server.ts'
import { detectUnprovenHealthCheck } from './detect-unproven-health-check.ts'
import { forgetPool } from './pool-memory.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { watchCharges } from './watch-charges.ts'

/** A pool of which something is said is looked at again this often, news or not. */
export const AGAIN_MS = 1_000

type PoolDetector = (scene: PoolScene, place: PoolPlace) => FindingDraft[]

const DETECTORS: readonly PoolDetector[] = [
  detectSharedDependencyFailing,
  detectLyingHealthCheck,
  detectUncheckedServer,
  detectPoolOutage,
  detectFlapping,
  detectQueueSaturation,
  detectCascade,
  detectCascadeRisk,
  detectStickySessionsLost,
  detectBoundUsersLost,
  detectDivergentResponses,
  detectUnprovenHealthCheck,
]

/** What a silent load balancer said last is neither true nor over: it stands until it speaks again. */
export function detectTouched(scene: PoolScene): FindingDraft[] {
  const { memory, nowMs } = scene
  for (const id of memory.poolSeenMs.keys()) if (scene.place(id) === null) forgetPool(memory, id)
  for (const place of scene.touched) {
    memory.poolSeenMs.set(place.id, nowMs)
    if (!scene.isFresh(place.lb)) {
      if (memory.drafts.has(place.id)) memory.againAtMs.set(place.id, nowMs + AGAIN_MS)
      continue
    }
    watchCharges(memory, place)
    const drafts = DETECTORS.flatMap((detect) => detect(scene, place))
    if (drafts.length === 0) memory.drafts.delete(place.id)
    else {
      memory.drafts.set(place.id, drafts)
      const again = memory.againAtMs.get(place.id) ?? Number.POSITIVE_INFINITY
      memory.againAtMs.set(place.id, Math.min(again, nowMs + AGAIN_MS))
    }
  }
  return [...memory.drafts.values()].flat()
}
