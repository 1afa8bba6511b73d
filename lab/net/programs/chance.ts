/** Seeded chance for the lab's programs: numbers, times from a distribution, and random moments. */

import type { Spread } from '../../scenarios/behaviour-schema.ts'

export type Chance = () => number

/** Uniform over [0, 1); the same seed gives the same numbers (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const LOGNORMAL_CV = 1.5
const PARETO_INDEX = 1.3
const LONG_SHARE = 0.1
const LONG_TIMES = 20

const exponential = (mean: number, chance: Chance) => -mean * Math.log(1 - chance())

/** One time in ms; the mean of many is `mean`. */
export function drawMs({ of, mean }: Spread, chance: Chance): number {
  switch (of) {
    case 'fixed':
      return mean
    case 'exponential':
      return exponential(mean, chance)
    case 'lognormal': {
      const variance = Math.log(1 + LOGNORMAL_CV ** 2)
      const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
      return Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * normal)
    }
    case 'pareto':
      return ((mean * (PARETO_INDEX - 1)) / PARETO_INDEX) * (1 - chance()) ** (-1 / PARETO_INDEX)
    case 'mix': {
      const short = mean / (1 - LONG_SHARE + LONG_SHARE * LONG_TIMES)
      return exponential(chance() < LONG_SHARE ? short * LONG_TIMES : short, chance)
    }
  }
}

/** Longest pause of ours that is made up for; beyond it arrivals are lost, not bunched. */
const MAX_BEHIND_MS = 500

/** Calls at the moments of a Poisson process until told to stop. */
export function atRandomMoments(perSecond: number, chance: Chance, act: () => void): () => void {
  let stopped = false
  let nextAt = performance.now() + exponential(1000 / perSecond, chance)
  const turn = () => {
    if (stopped) return
    const now = performance.now()
    if (now - nextAt > MAX_BEHIND_MS) nextAt = now
    for (; nextAt <= now; nextAt += exponential(1000 / perSecond, chance)) act()
    setTimeout(turn, Math.min(Math.max(1, nextAt - now), 60_000))
  }
  turn()
  return () => {
    stopped = true
  }
}
