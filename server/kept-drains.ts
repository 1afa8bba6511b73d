/** What is kept of drains for the next start: those that run, and how long each pool's sessions live. */

import type { Pipeline } from '#lib/pipeline/create-pipeline'
import type { KeptDrains } from '#lib/pipeline/drains'

/** Lifetimes change with every session: they are kept this often, drains that run more often. */
const KEPT_EVERY_MS = 60_000
const RUNNING_KEPT_EVERY_MS = 3_000

/** For the writer: null where nothing is due. */
export function createKeptDrains(pipeline: Pipeline, now: () => number): () => string | null {
  let keptAtMs = now()
  let ran = false
  return () => {
    const nowMs = now()
    const running = [...pipeline.world().loadBalancers.keys()].some(pipeline.drains.isDraining)
    const everyMs = running || ran ? RUNNING_KEPT_EVERY_MS : KEPT_EVERY_MS
    if (nowMs - keptAtMs < everyMs) return null
    keptAtMs = nowMs
    ran = running
    return JSON.stringify(pipeline.drains.kept(nowMs))
  }
}

export function isKeptDrains(value: unknown): value is KeptDrains {
  if (typeof value !== 'object' || value === null) return false
  const { version, entries, lifetimes } = value as Partial<KeptDrains>
  return version === 1 && Array.isArray(entries) && Array.isArray(lifetimes)
}
