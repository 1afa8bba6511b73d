/** How many of the sessions open now will still be open at a deadline, as a band. */

import { binOf } from './session-survival.ts'
import { chanceOpenAfter, type SurvivalCurve, Z90 } from './survival-curve.ts'

/** Sessions; nine times in ten the number lies within `low` … `high`. */
export type ExpectedCuts = { low: number; mid: number; high: number; of: number; assumptions: string[] }

/**
 * Σ S(age + left) / S(age). The band holds what the tail may do, what the counts leave open (Greenwood, summed bin by
 * bin because all sessions share the curve), and that each session is a coin of its own.
 */
export function expectedCuts(curve: SurvivalCurve, agesMs: readonly number[], leftMs: number): ExpectedCuts {
  const left = Math.max(0, leftMs)
  const weight = new Float64Array(curve.variance.length + 1)
  let [low, mid, high, coins, inTail] = [0, 0, 0, 0, 0]
  for (const ageMs of agesMs) {
    const chance = chanceOpenAfter(curve, ageMs, left)
    low += chance.low
    mid += chance.mid
    high += chance.high
    coins += chance.mid * (1 - chance.mid)
    if (binOf(ageMs + left) >= curve.tailBin) inTail++
    if (left === 0) continue
    const first = Math.min(binOf(ageMs), curve.tailBin)
    const last = Math.min(binOf(ageMs + left), curve.tailBin - 1)
    if (last < first) continue
    weight[first]! += chance.mid
    weight[last + 1]! -= chance.mid
  }
  let [carried, counts] = [0, 0]
  for (let bin = 0; bin < curve.variance.length; bin++) {
    carried += weight[bin]!
    counts += curve.variance[bin]! * carried * carried
  }
  const spread = Z90 * Math.sqrt(coins + counts)
  const assumptions = [curve.assumption, 'sessions close independently of each other and of the drain']
  if (inTail > 0) assumptions.push(`${inTail} of ${agesMs.length} sessions reach ages beyond the curve`)
  return {
    low: Math.max(0, low - spread),
    mid,
    high: Math.min(agesMs.length, high + spread),
    of: agesMs.length,
    assumptions,
  }
}
