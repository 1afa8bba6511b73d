/** When a server's traffic began to fail, whether it still does, and how the others fared since. */

import type { Server, TrafficSecond } from '../model/server.ts'
import { type Onset, RECENT_OUTCOMES } from '../model/traffic-detail.ts'

/** From the first failing request to the newest, by their own dates. */
export type FailingSince = {
  atMs: number
  errorMs: number
  lastMs: number
  requests: number
  failures: number
}

/** From this share on it is most requests that fail, and the sum for most of them knows best when it began. */
const MOST_SHARE = 0.3
/** So unlikely must the successes since the last failure be before failing counts as over. */
export const OVER_CHANCE = 0.001
/** A sound server's share of failures, and a failing one's: what the seconds of statistics are summed by. */
const FAILED_WEIGHT = Math.log(0.5 / 0.02)
const FINE_WEIGHT = Math.log(0.5 / 0.98)
/** Requests of another server that say how it fares, and failures that say that it fails too. */
const LEAST_OF_OTHERS = 3
const LEAST_FAILURES = 2
/** A server fares as badly as another where its share is at least this part of it. */
const AS_BADLY = 1 / 2

/** Shrunk towards a half: five of five failing are no proof that all do. */
export function isOver(failures: number, requests: number, fineSince: number): boolean {
  const share = (failures + 1) / (requests - fineSince + 2)
  return (1 - Math.min(0.95, share)) ** fineSince < OVER_CHANCE
}

const told = ({ atMs, errorMs, lastFailedMs, requests, failures, fineSince }: Onset): FailingSince | null =>
  atMs === null || isOver(failures, requests, fineSince)
    ? null
    : { atMs, errorMs, lastMs: lastFailedMs, requests, failures }

function bySeconds(seconds: readonly TrafficSecond[], fromSecond: number): FailingSince | null {
  let score = 0
  let since: FailingSince | null = null
  let fineSince = 0
  for (const one of seconds) {
    if (one.second < fromSecond) continue
    const fine = one.requests - one.failures
    score += one.failures * FAILED_WEIGHT + fine * FINE_WEIGHT
    // A share below what the sum is made for: its first failing second is still the best there is.
    if (score <= 0 && one.failures === 0) {
      score = 0
      since = null
      continue
    }
    score = Math.max(score, 0)
    if (one.failures > 0)
      since ??= { atMs: one.second * 1000 + 500, errorMs: 1_000, lastMs: 0, requests: 0, failures: 0 }
    if (since === null) continue
    since.requests += one.requests
    since.failures += one.failures
    if (one.failures > 0) since.lastMs = (one.second + 1) * 1000
    fineSince = one.failures > 0 ? 0 : fineSince + fine
  }
  return since === null || isOver(since.failures, since.requests, fineSince) ? null : since
}

/** Null where it does not fail, or no longer does. */
export function failingSince(server: Server, by: 'stats' | 'log', fromSecond: number): FailingSince | null {
  const { detail } = server
  if (by === 'stats' || !detail) return bySeconds(server.traffic[by], fromSecond)
  const { most, few } = detail
  const share = most.requests > 0 ? most.failures / most.requests : 0
  const onset = most.atMs !== null && share >= MOST_SHARE ? most : few
  // What failed and was silent ever since is too long ago to go by.
  if (detail.lastEndedAtMs !== null && detail.lastEndedAtMs < fromSecond * 1000) return null
  return told(onset)
}

/** Finished requests since a moment, as far back as is kept. */
export function outcomesSince(server: Server, sinceMs: number): { requests: number; failures: number } {
  let requests = 0
  let failures = 0
  const { detail } = server
  if (detail && detail.recent.count > 0) {
    const { endedAtMs, failed, count } = detail.recent
    const kept = Math.min(count, RECENT_OUTCOMES)
    for (let at = 0; at < kept; at++) {
      if (endedAtMs[at]! < sinceMs) continue
      requests++
      failures += failed[at]!
    }
    return { requests, failures }
  }
  const { stats, log } = server.traffic
  const seconds = stats.length > 0 ? stats : log
  for (let at = seconds.length - 1; at >= 0 && (seconds[at]!.second + 1) * 1000 > sinceMs; at--) {
    requests += seconds[at]!.requests
    failures += seconds[at]!.failures
  }
  return { requests, failures }
}

/** How another server has fared since this one began to fail with such a share. */
export function fares(other: Server, sinceMs: number, share: number): 'fine' | 'failing' | 'silent' {
  const { requests, failures } = outcomesSince(other, sinceMs)
  if (failures >= LEAST_FAILURES && failures / requests >= share * AS_BADLY) return 'failing'
  return requests >= LEAST_OF_OTHERS ? 'fine' : 'silent'
}
