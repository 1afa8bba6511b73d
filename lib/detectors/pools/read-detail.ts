/** The newest seconds of a server's log lines, summed for a person to read. */

import type { Server } from '../../model/server.ts'
import {
  DETAIL_FIELDS,
  DETAIL_SECONDS,
  FIELD,
  TIME_BUCKETS,
  type TrafficDetail,
} from '../../model/traffic-detail.ts'

export type DetailRead = {
  /** 1xx to 5xx, then those that came to no status. */
  statuses: number[]
  retries: number
  redispatchedHere: number
  clientEnded: number
  serverEnded: number
}

export function readSeconds(detail: TrafficDetail, nowMs: number, overS: number): DetailRead {
  const { seconds } = detail
  const now = Math.floor(nowMs / 1000)
  const read: DetailRead = {
    statuses: [0, 0, 0, 0, 0, 0],
    retries: 0,
    redispatchedHere: 0,
    clientEnded: 0,
    serverEnded: 0,
  }
  for (let row = 0; row < DETAIL_SECONDS * DETAIL_FIELDS; row += DETAIL_FIELDS) {
    const second = seconds[row]!
    if (second <= now - overS || second > now) continue
    for (let family = 0; family < 6; family++) read.statuses[family]! += seconds[row + 1 + family]!
    read.retries += seconds[row + FIELD.retries]!
    read.redispatchedHere += seconds[row + FIELD.redispatchedHere]!
    read.clientEnded += seconds[row + FIELD.clientEnded]!
    read.serverEnded += seconds[row + FIELD.serverEnded]!
  }
  return read
}

/** Upper end of the bucket in which the quantile lies, ms; null without counts. */
export function quantileMs(halves: readonly Uint32Array[], quantile: number): number | null {
  let total = 0
  for (const counts of halves) for (const count of counts) total += count
  if (total === 0) return null
  let below = 0
  for (let bucket = 0; bucket < TIME_BUCKETS; bucket++) {
    for (const counts of halves) below += counts[bucket]!
    if (below >= quantile * total) return Math.round(2 ** ((bucket + 1) / 2) - 1)
  }
  return null
}

const FAMILIES = ['1xx', '2xx', '3xx', '4xx', '5xx', 'without a status']

/** `37 × 5xx, 12 × 2xx; ended SH 3 times; p95 of responses 120 ms`; null without log lines. */
export function sayDetail(server: Server, nowMs: number, overS = 30): string | null {
  const { detail } = server
  if (!detail) return null
  const { statuses, retries, redispatchedHere } = readSeconds(detail, nowMs, overS)
  const counted = statuses
    .map((count, at) => ({ count, name: FAMILIES[at]! }))
    .filter((one) => one.count > 0)
    .sort((a, b) => b.count - a.count)
  if (counted.length === 0) return null
  const parts = [counted.map(({ count, name }) => `${count} × ${name}`).join(', ')]
  const ends = new Map(detail.terminations.before)
  for (const [state, count] of detail.terminations.now) ends.set(state, (ends.get(state) ?? 0) + count)
  const odd = [...ends].filter(([state]) => state !== '--').sort((a, b) => b[1] - a[1])
  if (odd.length > 0)
    parts.push(
      `termination ${odd
        .slice(0, 3)
        .map(([state, count]) => `${state} ${count}×`)
        .join(', ')}`,
    )
  if (retries > 0) parts.push(`${retries} retries at this server`)
  if (redispatchedHere > 0)
    parts.push(`${redispatchedHere} redispatched here from others, not held against it`)
  const { now, before } = detail.times
  const p95 = quantileMs([now.response, before.response], 0.95)
  if (p95 !== null) parts.push(`95 % of responses within ${p95} ms`)
  return parts.join('; ')
}
