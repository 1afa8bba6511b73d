/** Where to look first: minutes in which most went wrong, and stretches in which nothing was logged. */

import type { Slot } from './second-table.ts'

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

export function worstMinutes(rows: readonly (readonly Slot[])[], names: readonly string[]): Minute[] {
  const minutes = new Map<number, { requests: number; failed: number; by: Map<number, number> }>()
  for (const [server, slots] of rows.entries())
    for (const { atS, requests, failed } of slots) {
      const atMs = Math.floor(atS / 60) * 60_000
      const minute = minutes.get(atMs) ?? { requests: 0, failed: 0, by: new Map<number, number>() }
      minutes.set(atMs, minute)
      minute.requests += requests
      minute.failed += failed
      if (failed > 0) minute.by.set(server, (minute.by.get(server) ?? 0) + failed)
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
export function findGaps(rows: readonly (readonly Slot[])[], slotS: number): Gap[] {
  const seconds = [...new Set(rows.flatMap((slots) => slots.map(({ atS }) => atS)))].sort((a, b) => a - b)
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
