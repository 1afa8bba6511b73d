/** Several buckets of one pool made into one larger bucket. */

import type { ClaimKind } from '../model/claim.ts'
import { CLAIM_KINDS } from '../model/claim-kinds.ts'
import type { PoolSample, ServerSample } from '../model/server-sample.ts'

/** Worst first: a bucket keeps the worst claim made in it, so that a short outage stays visible. */
const WORST_FIRST: readonly ClaimKind[] = [
  'down',
  'going-up',
  'nolb',
  'going-down',
  'maint',
  'drain',
  'unknown',
  'no-check',
  'up',
]

/**
 * Rates and response times keep their mean, so that rate times length is still a count; sessions and queue keep
 * their maximum, so that a queue that filled up for a second is not averaged away. Null where no bucket knew.
 */
export function foldSamples(samples: PoolSample[], startMs: number, resolutionS: number): PoolSample | null {
  const first = samples[0]
  if (!first) return null
  const rows = new Map<string, ServerSample[]>()
  for (const sample of samples)
    for (const [name, server] of sample.servers) {
      const known = rows.get(name)
      if (known) known.push(server)
      else rows.set(name, [server])
    }
  const servers = new Map<string, ServerSample>()
  for (const [name, all] of rows) servers.set(name, foldRows(all))
  const total = foldRows(samples.map((sample) => sample.total))
  return { pool: first.pool, startMs, resolutionS, total, servers }
}

/** Samples of one pool in order of time, folded into buckets that start at whole multiples of the new length. */
export function foldSeries(samples: PoolSample[], resolutionS: number): PoolSample[] {
  const lengthMs = resolutionS * 1_000
  const buckets = new Map<number, PoolSample[]>()
  for (const sample of samples) {
    const startMs = Math.floor(sample.startMs / lengthMs) * lengthMs
    const bucket = buckets.get(startMs)
    if (bucket) bucket.push(sample)
    else buckets.set(startMs, [sample])
  }
  return [...buckets].flatMap(([startMs, bucket]) => foldSamples(bucket, startMs, resolutionS) ?? [])
}

function foldRows(rows: ServerSample[]): ServerSample {
  return {
    sessions: largest(rows, 'sessions'),
    requestRate: mean(rows, 'requestRate'),
    failureRate: mean(rows, 'failureRate'),
    queue: largest(rows, 'queue'),
    responseTimeMs: mean(rows, 'responseTimeMs'),
    claim: worst(rows),
  }
}

type Figure = Exclude<keyof ServerSample, 'claim'>

function largest(rows: ServerSample[], figure: Figure): number | null {
  let found: number | null = null
  for (const row of rows) {
    const value = row[figure]
    if (value !== null && (found === null || value > found)) found = value
  }
  return found
}

function mean(rows: ServerSample[], figure: Figure): number | null {
  let sum = 0
  let count = 0
  for (const row of rows) {
    const value = row[figure]
    if (value === null) continue
    sum += value
    count += 1
  }
  return count === 0 ? null : sum / count
}

function worst(rows: ServerSample[]): number {
  let found = CLAIM_KINDS.indexOf('unknown')
  let rank = WORST_FIRST.length
  for (const row of rows) {
    const kind = CLAIM_KINDS[row.claim]
    const at = kind === undefined ? rank : WORST_FIRST.indexOf(kind)
    if (at >= rank) continue
    rank = at
    found = row.claim
  }
  return found
}
