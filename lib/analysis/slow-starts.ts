/** Servers that came back and were slow at first: caches cold, pools of connections empty. */

import type { Told } from './notes.ts'
import type { Slots } from './second-table.ts'

export type SlowStart = {
  atMs: number
  host: string
  pool: string
  server: string
  /** Mean time to the first byte in the first half minute, and in the minute and a half after it. */
  firstMs: number
  laterMs: number
}

const FIRST_S = 30
const LATER_S = 120
/** Fewer say nothing. */
const LEAST_REQUESTS = 20
const LEAST_TIMES = 2
const LEAST_MORE_MS = 20

export function slowStarts(
  told: readonly Told[],
  slotsOf: (host: string, pool: string, server: string) => Slots | null,
): SlowStart[] {
  return told.flatMap(({ kind, to, atMs, host, pool, server }): SlowStart[] => {
    if (kind !== 'server-state' || to !== 'up' || atMs === null || pool === null || server === null) return []
    const upS = Math.floor(atMs / 1_000)
    const slots = slotsOf(host, pool, server)
    if (slots === null) return []
    const first = meanBetween(slots, upS, upS + FIRST_S)
    const later = meanBetween(slots, upS + FIRST_S, upS + LATER_S)
    if (first === null || later === null) return []
    const isSlow = first >= later * LEAST_TIMES && first - later >= LEAST_MORE_MS
    return isSlow
      ? [{ atMs, host, pool, server, firstMs: Math.round(first), laterMs: Math.round(later) }]
      : []
  })
}

/** Of those that were answered. */
function meanBetween({ count, atS, ...of }: Slots, fromS: number, toS: number): number | null {
  let requests = 0
  let sum = 0
  for (let i = firstFrom(atS, fromS); i < count && atS[i]! < toS; i++) {
    requests += of.requests[i]! - of.failed[i]!
    sum += of.responseMs[i]!
  }
  return requests < LEAST_REQUESTS ? null : sum / requests
}

/** Where in an ascending column the first lies that is no less. */
function firstFrom(column: Float64Array, least: number): number {
  let [low, high] = [0, column.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (column[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}
