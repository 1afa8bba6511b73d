/** Sessions that ended at once though each would have gone on: somebody cut them, though no letter in the log says so. */

import type { DrainEnd, DrainEntry } from '../../model/drain-entry.ts'
import { chanceOpenAfter, type SurvivalCurve } from '../../risk/survival-curve.ts'

/** Together is within this. */
export const TOGETHER_MS = 1_000
/** With a witness this near: the server stops answering its checks, breaks off others, or its announced end. */
export const WITNESS_BEFORE_MS = 3_000
export const WITNESS_AFTER_MS = 8_000
export const WITNESSED_LEAST = 2
export const WITNESSED_SHARE = 0.5
/** Without one. */
export const ALONE_LEAST = 5
export const ALONE_SHARE = 0.9
/** How unlikely it must be that they all ended of themselves. */
export const UNLIKELY = 1e-4
/** Younger sessions end at any moment. */
const YOUNG_MS = 3_000

/** The chance of `count` or more where `expected` would do so. */
function poissonTail(count: number, expected: number): number {
  let term = Math.exp(-expected)
  let below = 0
  for (let n = 0; n < count; n++) {
    below += term
    term *= expected / (n + 1)
  }
  return Math.max(0, 1 - below)
}

/** The most that ended within one stretch of TOGETHER_MS; `ends` in order of time. */
function densest(ends: readonly DrainEnd[]): DrainEnd[] {
  let best: DrainEnd[] = []
  for (let from = 0, to = 0; to < ends.length; to++) {
    while (ends[to]!.atMs - ends[from]!.atMs > TOGETHER_MS) from++
    if (to - from + 1 > best.length) best = ends.slice(from, to + 1)
  }
  return best
}

function sessionsBefore({ drain }: DrainEntry, atMs: number, ends: readonly DrainEnd[]): number {
  const point = drain.curve.findLast((one) => one.atMs < atMs)
  if (!point) return drain.sessionsAtStart ?? 0
  return point.sessions - ends.filter((end) => end.atMs > point.atMs && end.atMs < atMs).length
}

/** Of themselves, expected in such a stretch: those that did end, and as many others as were open. */
function expectedEnds(cluster: readonly DrainEnd[], open: number, curve: SurvivalCurve): number {
  const startMs = cluster[0]!.atMs
  const each = cluster.map((end) => {
    const ageMs = Math.max(0, end.ageMs - (end.atMs - startMs))
    return 1 - chanceOpenAfter(curve, ageMs, TOGETHER_MS).mid
  })
  return each.reduce((sum, one) => sum + one, 0) * Math.max(1, open / cluster.length)
}

/** Those that ended together against all likelihood; empty where nothing speaks for it. */
export function closedTogether(entry: DrainEntry, curve: SurvivalCurve | null): DrainEnd[] {
  const closed = entry.ends.filter((end) => end.how === 'closed').sort((a, b) => a.atMs - b.atMs)
  const cluster = densest(closed)
  if (cluster.length < WITNESSED_LEAST) return []
  const [first, last] = [cluster[0]!.atMs, cluster.at(-1)!.atMs]
  if (cluster.filter((end) => end.ageMs < YOUNG_MS).length > cluster.length / 2) return []
  const open = Math.max(cluster.length, sessionsBefore(entry, first, entry.ends))
  const share = cluster.length / open
  const likely = curve === null ? null : poissonTail(cluster.length, expectedEnds(cluster, open, curve))
  if (likely !== null && likely > UNLIKELY) return []
  const near = (atMs: number | null) =>
    atMs !== null && atMs >= first - WITNESS_BEFORE_MS && atMs <= last + WITNESS_AFTER_MS
  const brokeOff = entry.ends.some(
    (end) => end.how === 'broken' && end.atMs >= first - TOGETHER_MS && end.atMs <= last + TOGETHER_MS,
  )
  const witnessed = near(entry.serverDownAtMs) || near(entry.announced?.endsAtMs ?? null) || brokeOff
  if (witnessed) return share >= WITNESSED_SHARE ? cluster : []
  const clients = new Set(cluster.map((end) => end.client)).size
  // All connections of one client end with that client.
  const manyClients = clients >= 2 || new Set(entry.ends.map((end) => end.client)).size === 1
  return manyClients && cluster.length >= ALONE_LEAST && share >= ALONE_SHARE ? cluster : []
}
