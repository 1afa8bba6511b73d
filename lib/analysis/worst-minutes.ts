/** Where to look first: minutes in which most went wrong, and stretches in which nothing was logged. */

import type { Slots } from './second-table.ts'

export type Minute = {
  atMs: number
  requests: number
  failed: number
  /** `pool/server` with most of the failed ones. */
  worst: string
  worstFailed: number
}
export type Gap = { fromMs: number; toMs: number }

const MINUTES_TOLD = 5
const GAPS_TOLD = 20
/** Silence is remarkable from here on, where requests come much closer together. */
const LEAST_GAP_S = 10
const TIMES_USUAL = 20

export function worstMinutes(rows: readonly Slots[], names: readonly string[]): Minute[] {
  const minutes = new Map<number, { requests: number; failed: number; by: Map<number, number> }>()
  const minuteAt = (atMs: number) => {
    const minute = minutes.get(atMs) ?? { requests: 0, failed: 0, by: new Map<number, number>() }
    minutes.set(atMs, minute)
    return minute
  }
  for (const [server, { count, atS, requests, failed }] of rows.entries())
    for (let i = 0; i < count; ) {
      const number = Math.floor(atS[i]! / 60)
      const minute = minuteAt(number * 60_000)
      let own = 0
      for (; i < count && atS[i]! < (number + 1) * 60; i++) {
        minute.requests += requests[i]!
        own += failed[i]!
      }
      minute.failed += own
      if (own > 0) minute.by.set(server, own)
    }
  return [...minutes]
    .filter(([, { failed }]) => failed > 0)
    .sort(([, a], [, b]) => b.failed - a.failed)
    .slice(0, MINUTES_TOLD)
    .map(([atMs, { requests, failed, by }]) => {
      const [server, worstFailed] = [...by].reduce((most, each) => (each[1] > most[1] ? each : most))
      return { ...{ atMs, requests, failed, worst: names[server]! }, worstFailed }
    })
    .sort((a, b) => a.atMs - b.atMs)
}

/** Longest first kept, told in the order of time. */
export function findGaps(rows: readonly Slots[], slotS: number): Gap[] {
  const seconds = secondsOf(rows)
  if (seconds.length < 2) return []
  const usualS = (seconds.at(-1)! - seconds[0]!) / seconds.length
  const least = Math.max(LEAST_GAP_S, usualS * TIMES_USUAL)
  const gaps: Gap[] = []
  for (let i = 1; i < seconds.length; i++) {
    const fromS = seconds[i - 1]! + slotS
    if (seconds[i]! - fromS >= least) gaps.push({ fromMs: fromS * 1_000, toMs: seconds[i]! * 1_000 })
  }
  const length = ({ fromMs, toMs }: Gap) => toMs - fromMs
  return gaps
    .sort((a, b) => length(b) - length(a))
    .slice(0, GAPS_TOLD)
    .sort((a, b) => a.fromMs - b.fromMs)
}

/** All in which anything was logged, ascending. */
function secondsOf(rows: readonly Slots[]): Float64Array {
  const all = new Float64Array(rows.reduce((sum, { count }) => sum + count, 0))
  let filled = 0
  for (const { atS } of rows) {
    all.set(atS, filled)
    filled += atS.length
  }
  all.sort()
  let kept = 0
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[kept++] = all[i]!
  return all.subarray(0, kept)
}
