/** The share that is at least behind what was counted: small counts prove little. */

const Z = 1.96

/** 0 to 1, at 95 % confidence; 0 where nothing was counted. */
export function wilsonLowerBound(hits: number, of: number): number {
  if (of <= 0) return 0
  const share = Math.min(1, Math.max(0, hits / of))
  const z2 = Z * Z
  const centre = share + z2 / (2 * of)
  const margin = Z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))
  return Math.max(0, (centre - margin) / (1 + z2 / of))
}
