/** What a rule is given, and the limits that rules go by. */

import type { LoadBalancerSettings, PoolSettings, ServerSettings } from '../model/check-settings.ts'
import type { LintFinding, PoolFinding } from './finding.ts'
import type { PoolSummary } from './summarize-pool.ts'

export type PoolScene = {
  settings: LoadBalancerSettings
  pool: PoolSettings
  summary: PoolSummary
  /** Servers that are not switched off in the file. */
  servers: readonly ServerSettings[]
}

export type PoolRule = (scene: PoolScene) => PoolFinding[]
export type ProcessRule = (settings: LoadBalancerSettings) => LintFinding[]

/** A failed server that keeps its traffic longer than this is worth a word; than that, serious. */
export const SLOW_EVICTION_MS = 20_000
export const VERY_SLOW_EVICTION_MS = 60_000
/** A pause shorter than this is ordinary: a garbage collection, a disk flush, a live migration. */
export const ORDINARY_PAUSE_MS = 3_000
/** Sessions that may stay silent this long are meant to live long. */
export const LONG_LIVED_MS = 300_000
/** A client is forgotten by its server after at most this long, or a drain is held open. */
export const LONG_PERSISTENCE_MS = 3_600_000

export const isHttp = (pool: PoolSettings): boolean => pool.mode.value === 'http'

/** Silence that a session of this pool may last, in ms; Infinity where nothing ends it. */
export function longestSilence({ mode, timeouts }: PoolSettings): number {
  const serverMs = timeouts.serverMs.value ?? Number.POSITIVE_INFINITY
  const tunnelMs = timeouts.tunnelMs.value
  return mode.value === 'http' ? Math.max(serverMs, tunnelMs ?? 0) : (tunnelMs ?? serverMs)
}

/** Raw TCP, or HTTP with a tunnel time of its own, for sessions that live long. */
export function isLongLived(pool: PoolSettings): boolean {
  if (isHttp(pool)) return (pool.timeouts.tunnelMs.value ?? 0) >= LONG_LIVED_MS
  return longestSilence(pool) >= LONG_LIVED_MS
}
