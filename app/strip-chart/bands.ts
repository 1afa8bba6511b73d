/** Heights on the chart: claims stacked worst on top, and a scale that does not jump with every reading. */

import { CLAIM_STACK } from '#lib/views/claim-stack'

export type Band = {
  kind: (typeof CLAIM_STACK)[number]['kind']
  count: number
  topPx: number
  heightPx: number
}

/** One of a thousand must still be seen. */
const LEAST_PX = 3

/** Bands from the top, together exactly `heightPx` high; empty where nothing was claimed. */
export function stackClaims(claims: readonly number[], heightPx: number): Band[] {
  const present = CLAIM_STACK.map(({ kind, index }) => ({ kind, count: claims[index] ?? 0 })).filter(
    (each) => each.count > 0,
  )
  const total = present.reduce((sum, each) => sum + each.count, 0)
  if (total === 0) return []
  const shared = heightPx - present.length * LEAST_PX
  let topPx = 0
  return present.map((each) => {
    const band = { ...each, topPx, heightPx: LEAST_PX + (each.count / total) * shared }
    topPx += band.heightPx
    return band
  })
}

/** The next round number above the value, with a tenth to spare; 1 for nothing. */
export function roundedMax(value: number): number {
  if (!(value > 0)) return 1
  const spare = value * 1.1
  const power = 10 ** Math.floor(Math.log10(spare))
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((each) => each * power >= spare) ?? 10
  return Math.max(1, step * power)
}
