/** Detectors that look at one pool at a time: only pools with news are looked at, of the others what was said stands. */

import type { FindingDraft } from '../finding-draft.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'

/** A pool of which something is said is looked at again this often, news or not. */
export const AGAIN_MS = 1_000

type PoolDetector = (scene: PoolScene, place: PoolPlace) => FindingDraft[]

const DETECTORS: readonly PoolDetector[] = []

export function detectTouched(scene: PoolScene): FindingDraft[] {
  const { memory, nowMs } = scene
  for (const id of memory.drafts.keys()) if (scene.place(id) === null) memory.drafts.delete(id)
  for (const place of scene.touched) {
    const drafts = DETECTORS.flatMap((detect) => detect(scene, place))
    if (drafts.length === 0) memory.drafts.delete(place.id)
    else {
      memory.drafts.set(place.id, drafts)
      memory.againAtMs.set(place.id, nowMs + AGAIN_MS)
    }
  }
  return [...memory.drafts.values()].flat()
}
