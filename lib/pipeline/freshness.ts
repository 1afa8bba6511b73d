/** How long a load balancer's last word is believed. */

import type { LoadBalancer } from '../model/load-balancer.ts'

/** Statistics older than this many beats are no longer shown as what is. */
export const BEATS = 3
export const BEAT_MS = 1000
/** Where only a log speaks, silence this long means that nothing is known. */
export const LOG_SILENCE_MS = 60_000

export type Freshness = {
  fresh: boolean
  lastReadingAtMs: number | null
}

/** `beatMs` is how often this load balancer is asked. */
export function freshnessOf(lb: LoadBalancer, nowMs: number, beatMs: number): Freshness {
  const statsFresh = lb.statsAtMs !== null && nowMs - lb.statsAtMs <= BEATS * Math.max(beatMs, BEAT_MS) + 500
  const logFresh = lb.logAtMs !== null && nowMs - lb.logAtMs <= LOG_SILENCE_MS
  const fresh = lb.statsAtMs !== null ? statsFresh : logFresh
  const lastReadingAtMs = lb.statsAtMs ?? lb.logAtMs
  return { fresh, lastReadingAtMs }
}
