/** Every detector of the network's failures, in the order in which they lean on each other. */

import type { World } from '../model/load-balancer.ts'
import { detectBlackholedConnections } from './detect-blackholed-connections.ts'
import { detectOrphanConnections } from './detect-orphan-connections.ts'
import { detectOrphanedWorker } from './detect-orphaned-worker.ts'
import { detectPhantomConnections } from './detect-phantom-connections.ts'
import { detectSourceGap } from './detect-source-gap.ts'
import { detectSplitVip } from './detect-split-vip.ts'
import { detectStaleNeighbour } from './detect-stale-neighbour.ts'
import { detectStalledTerminal } from './detect-stalled-terminal.ts'
import { detectVipFailover } from './detect-vip-failover.ts'
import type { FindingDraft } from './finding-draft.ts'
import type { Memory } from './memory.ts'
import { nameLegs } from './name-legs.ts'
import { createScene } from './scene.ts'
import { suspectMissingEnds } from './suspect-missing-ends.ts'

/** The dashboard itself did not run for this long: silence in it is its own. */
export const OWN_PAUSE_MS = 1_500

export type Beat = (loadBalancer: string) => number

/** What is true now. Writes into `memory`. */
export function detectAll(world: World, memory: Memory, nowMs: number, beatMs: Beat): FindingDraft[] {
  if (memory.listeningSinceMs === null || nowMs - memory.lastNowMs > OWN_PAUSE_MS)
    memory.listeningSinceMs = nowMs
  memory.lastNowMs = nowMs
  const scene = createScene(world, memory, nowMs)
  suspectMissingEnds(scene)
  const split = detectSplitVip(scene)
  const splitVips = new Set(split.map((one) => one.subjects[0]!.id))
  const phantoms = detectPhantomConnections(scene)
  const blackholes = detectBlackholedConnections(scene)
  const bad = [...phantoms, ...blackholes].flatMap((one) => one.connections)
  const drafts = [
    ...split,
    ...detectVipFailover(scene),
    ...detectStaleNeighbour(scene, splitVips),
    ...blackholes,
    ...phantoms,
    ...detectOrphanConnections(scene),
    ...detectOrphanedWorker(scene),
    ...detectStalledTerminal(scene, bad),
    ...detectSourceGap(scene, beatMs),
  ]
  return nameLegs(drafts, world.loadBalancers.values())
}
