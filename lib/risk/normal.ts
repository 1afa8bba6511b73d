/** The normal distribution's cumulative share, and the score interval of a counted share. */

/** To 1e-7 (Abramowitz and Stegun 7.1.26 on erf). */
export function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp(-x * x)
  return z > 0 ? 1 - tail / 2 : tail / 2
}

/** Wilson's interval of `hits` of `of`, with `z` standard deviations to each side; 0 to 1 where nothing was counted. */
export function shareInterval(hits: number, of: number, z: number): { low: number; high: number } {
  if (of <= 0) return { low: 0, high: 1 }
  const share = hits / of
  const centre = share + (z * z) / (2 * of)
  const margin = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  const scale = 1 + (z * z) / of
  return { low: Math.max(0, (centre - margin) / scale), high: Math.min(1, (centre + margin) / scale) }
}
