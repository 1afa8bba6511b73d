/** The few sums that a score is made of. */

/** Nearest rank: the smallest value that at least this share does not exceed; null for none. */
export function quantile(values: readonly number[], share: number): number | null {
  if (!values.length) return null
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

/** Null where there is nothing to divide by: no report says nothing about precision. */
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

export const perHour = (count: number, overMs: number): number | null =>
  overMs === 0 ? null : (count * 3_600_000) / overMs
