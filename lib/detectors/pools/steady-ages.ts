/** How old sessions are that nobody can list: as they would be in a pool that has long run steadily. */

import { type SurvivalCurve, survivalAt } from '../../risk/survival-curve.ts'

/** Nothing older is imagined: heavy tails have no end. */
export const OLDEST_MS = 86_400_000
const YOUNGEST_MS = 10
const STEPS = 400
/** Ages that stand for all. */
export const MAX_AGES = 300

/** Of sessions open at one moment, those of age a are as many as live to a: the quantiles of that, `count` of them. */
export function steadyAges(curve: SurvivalCurve, count: number): number[] {
  const factor = (OLDEST_MS / YOUNGEST_MS) ** (1 / STEPS)
  const edges = [0]
  const below = [0]
  for (let step = 0, age = YOUNGEST_MS; step < STEPS; step++, age *= factor) {
    const from = edges.at(-1)!
    edges.push(age)
    below.push(below.at(-1)! + (age - from) * survivalAt(curve, (from + age) / 2).mid)
  }
  const all = below.at(-1)!
  const wanted = Math.min(count, MAX_AGES)
  const ages: number[] = []
  for (let at = 0, edge = 1; at < wanted; at++) {
    const share = ((at + 0.5) / wanted) * all
    while (below[edge]! < share && edge < edges.length - 1) edge++
    const within = (share - below[edge - 1]!) / Math.max(1e-9, below[edge]! - below[edge - 1]!)
    ages.push(edges[edge - 1]! + within * (edges[edge]! - edges[edge - 1]!))
  }
  return ages
}
