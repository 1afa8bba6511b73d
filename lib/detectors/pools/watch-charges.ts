/** What HAProxy's own statistics charge a server with: errors, retries and requests taken from it, over the last minute. */

import type { Counters } from '../../model/stats-reading.ts'
import type { PoolMemory } from './pool-memory.ts'
import type { PoolPlace } from './pool-scene.ts'

/** Counts are kept this often, and so many of them. */
export const EVERY_MS = 10_000
export const KEPT = 7

const CHARGED = ['connectErrors', 'responseErrors', 'serverAborts', 'retries', 'redispatches'] as const
const WORDS: Record<(typeof CHARGED)[number], string> = {
  connectErrors: 'connections failed',
  responseErrors: 'wrong responses',
  serverAborts: 'transfers aborted by it',
  retries: 'retries',
  redispatches: 'requests taken from it to another server',
}

export type Charges = { atMs: number; counts: number[] }

function sumOf(workers: Iterable<Counters>): number[] {
  const counts = CHARGED.map(() => 0)
  for (const one of workers) for (const [at, name] of CHARGED.entries()) counts[at]! += one[name] ?? 0
  return counts
}

/** Writes into `memory`. */
export function watchCharges(memory: PoolMemory, { id, pool, lb }: PoolPlace): void {
  const atMs = lb.statsAtMs
  if (atMs === null) return
  for (const server of pool.servers.values()) {
    const key = `${id}/${server.name}`
    const kept = memory.charges.get(key) ?? []
    if (kept.length > 0 && atMs - kept.at(-1)!.atMs < EVERY_MS) return
    const counts = sumOf(server.counters.values())
    // Counters that fell began anew: what was kept is of another process.
    const fell = kept.at(-1)?.counts.some((count, at) => count > counts[at]!) ?? false
    memory.charges.set(key, [...(fell ? [] : kept), { atMs, counts }].slice(-KEPT))
  }
}

/** `12 connections failed, 9 retries`; null where nothing was charged, or nothing is known. */
export function sayCharges(
  memory: PoolMemory,
  { id, pool, lb }: PoolPlace,
  server: string,
): { text: string; overS: number } | null {
  const first = memory.charges.get(`${id}/${server}`)?.[0]
  const known = pool.servers.get(server)
  if (!first || !known || lb.statsAtMs === null) return null
  const counts = sumOf(known.counters.values())
  const parts = CHARGED.flatMap((name, at) => {
    const rise = counts[at]! - first.counts[at]!
    return rise > 0 ? [`${rise} ${WORDS[name]}`] : []
  })
  if (parts.length === 0) return null
  return { text: parts.join(', '), overS: Math.max(1, Math.round((lb.statsAtMs - first.atMs) / 1000)) }
}
