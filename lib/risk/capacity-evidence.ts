/** What one second of a server's traffic says, and what an estimate of its capacity looks like. */

/** Of one server; `queued` is HAProxy's queue for it, null where not known. */
export type CapacitySecond = { throughputPerS: number; responseMs: number; queued: number | null }

/** In the order in which they are believed. */
export type CapacitySource = 'stated' | 'saturated' | 'response-time' | 'max-connections' | 'peak'

export const CAPACITY_SOURCES: readonly CapacitySource[] = [
  'stated',
  'saturated',
  'response-time',
  'max-connections',
  'peak',
]

/** Requests/s of one server; null: the source sets no bound on that side. */
export type CapacityEstimate = {
  source: CapacitySource
  lowPerS: number
  midPerS: number | null
  highPerS: number | null
  assumption: string
}

export type Estimated = { ok: true; estimate: CapacityEstimate } | { ok: false; reason: string }

/** More seconds than this are not looked at; the newest count. */
export const MAX_SECONDS = 3600

/** Seconds with traffic and sane numbers, the newest `MAX_SECONDS`. */
export function usableSeconds(seconds: readonly CapacitySecond[]): CapacitySecond[] {
  return seconds
    .slice(-MAX_SECONDS)
    .filter(
      ({ throughputPerS, responseMs }) =>
        throughputPerS > 0 &&
        Number.isFinite(throughputPerS) &&
        responseMs >= 0 &&
        Number.isFinite(responseMs),
    )
}

/** The value that `part` of the sorted values do not exceed. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Standard error of the mean, were the values independent. */
export function errorOfMean(values: readonly number[]): number {
  if (values.length < 2) return Number.POSITIVE_INFINITY
  const middle = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1) / values.length)
}
