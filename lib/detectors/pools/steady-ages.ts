/** How old sessions are that nobody can list: as they would be in a pool that has long run steadily. */

import { type SurvivalCurve, survivalAt } from '../../risk/survival-curve.ts'

/** Nothing older is imagined: heavy tails have no end. */
export const OLDEST_MS = 86_400_000
const YOUNGEST_MS = 10
const STEPS = 400
/** Ages that stand for all. */
export const MAX_AGES = 300

/** Of sessions open at one moment, those of age a are as many as live to a: the quantiles of that between two ages, `count` of them, MAX_AGES at most. */
export function steadyAges(curve: SurvivalCurve, count: number, fromMs = 0, toMs = OLDEST_MS): number[] {
  const wanted = Math.min(count, MAX_AGES)
  if (toMs <= fromMs) return new Array(wanted).fill(fromMs)
  const factor = Math.max(1, (toMs - fromMs) / YOUNGEST_MS) ** (1 / STEPS)
  const edges = [fromMs]
  const below = [0]
  for (let step = 1; step <= STEPS; step++) {
    const [from, to] = [edges.at(-1)!, step < STEPS ? fromMs + YOUNGEST_MS * factor ** step : toMs]
    edges.push(to)
    below.push(below.at(-1)! + Math.max(0, to - from) * survivalAt(curve, (from + to) / 2).mid)
  }
  const all = below.at(-1)!
  const ages: number[] = []
  for (let at = 0, edge = 1; at < wanted; at++) {
    const share = ((at + 0.5) / wanted) * all
    while (below[edge]! < share && edge < edges.length - 1) edge++
    const within = (share - below[edge - 1]!) / Math.max(1e-9, below[edge]! - below[edge - 1]!)
    ages.push(edges[edge - 1]! + within * (edges[edge]! - edges[edge - 1]!))
  }
  return ages
}
