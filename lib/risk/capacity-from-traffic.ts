/** Capacity from what a server was seen to do: its peak, the seconds in which it was full, and its `maxconn`. */

import {
  type CapacitySecond,
  type Estimated,
  errorOfMean,
  mean,
  quantile,
  usableSeconds,
} from './capacity-evidence.ts'

const MIN_SECONDS = 10
/** A peak counts once it was held for so long. */
const PEAK_SECONDS = 5
/** Full: it answers so many times slower than in its quick seconds. */
const FULL_AT = 3
const MIN_FULL_SECONDS = 5
/** Slow seconds with less throughput than this share of the best are slowness, not load. */
const FULL_CARRIES = 0.9
/** No band is narrower than this share to each side. */
const LEAST_SPREAD = 0.03
const Z90 = 1.645

const tooFew = (seconds: number): Estimated => ({
  ok: false,
  reason: `${seconds} seconds with traffic are fewer than ${MIN_SECONDS}`,
})

/** A lower bound: what it carried, it can carry. */
export function capacityFromPeak(all: readonly CapacitySecond[]): Estimated {
  const seconds = usableSeconds(all)
  if (seconds.length < MIN_SECONDS) return tooFew(seconds.length)
  let peak = 0
  for (let end = PEAK_SECONDS; end <= seconds.length; end++)
    peak = Math.max(peak, mean(seconds.slice(end - PEAK_SECONDS, end).map((second) => second.throughputPerS)))
  const lowPerS = Math.max(peak / 2, peak - Z90 * Math.sqrt(peak / PEAK_SECONDS))
  const assumption = `it carried ${peak.toFixed(0)}/s for ${PEAK_SECONDS} s, so it can again; how much more is not known`
  return { ok: true, estimate: { source: 'peak', lowPerS, midPerS: null, highPerS: null, assumption } }
}

/** The throughput of seconds in which it was full: requests queued for it, or answers came many times slower. */
export function capacityFromSaturation(all: readonly CapacitySecond[]): Estimated {
  const seconds = usableSeconds(all)
  if (seconds.length < MIN_SECONDS) return tooFew(seconds.length)
  const quick = quantile(
    seconds.map((second) => second.responseMs).sort((a, b) => a - b),
    0.1,
  )
  const isFull = (second: CapacitySecond) => (second.queued ?? 0) > 0 || second.responseMs >= FULL_AT * quick
  const full = seconds.filter(isFull).map((second) => second.throughputPerS)
  if (full.length < MIN_FULL_SECONDS) return { ok: false, reason: 'it was never seen full' }
  const middle = mean(full)
  const best = Math.max(
    0,
    ...seconds.filter((second) => !isFull(second)).map((second) => second.throughputPerS),
  )
  if (middle < FULL_CARRIES * best)
    return { ok: false, reason: 'its slow seconds carried less than its quick ones: slowness, not load' }
  const spread = Math.max(LEAST_SPREAD * middle, Z90 * errorOfMean(full))
  const assumption = `in ${full.length} seconds it was full (queued, or ${FULL_AT} times slower than its quick tenth), and did what it can`
  const estimate = { lowPerS: middle - spread, midPerS: middle, highPerS: middle + spread, assumption }
  return { ok: true, estimate: { source: 'saturated', ...estimate } }
}

/** `maxConnections`: HAProxy's `maxconn` (the `slim` column); each holds a connection for the response time. */
export function capacityFromMaxConnections(
  maxConnections: number | null,
  all: readonly CapacitySecond[],
): Estimated {
  if (maxConnections === null || !(maxConnections > 0)) return { ok: false, reason: 'it has no maxconn' }
  const seconds = usableSeconds(all)
  if (seconds.length < MIN_SECONDS) return tooFew(seconds.length)
  const times = seconds.map((second) => Math.max(0.01, second.responseMs)).sort((a, b) => a - b)
  const perS = (ms: number) => (maxConnections * 1000) / ms
  return {
    ok: true,
    estimate: {
      source: 'max-connections',
      lowPerS: perS(quantile(times, 0.9)),
      midPerS: perS(quantile(times, 0.5)),
      highPerS: perS(quantile(times, 0.1)),
      assumption: `it works on all of maxconn ${maxConnections} at once, each as long as now`,
    },
  }
}
