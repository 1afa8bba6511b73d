/** Durations drawn from a named distribution by a given generator. */

import type { Random } from './random.ts'

export type Duration =
  | { kind: 'fixed'; meanMs: number }
  | { kind: 'exponential'; meanMs: number }
  /** `cv`: standard deviation over mean. */
  | { kind: 'lognormal'; meanMs: number; cv: number }
  /** `index` above 1, or the mean would have no end. */
  | { kind: 'pareto'; meanMs: number; index: number }
  /** Observed values, each as likely as the next. */
  | { kind: 'empirical'; valuesMs: readonly number[] }

export function meanOf(duration: Duration): number {
  if (duration.kind !== 'empirical') return duration.meanMs
  const { valuesMs } = duration
  return valuesMs.reduce((sum, value) => sum + value, 0) / valuesMs.length
}

/** Mean 0, standard deviation 1 (Box–Muller). */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** A function that draws, in ms: the distribution's own constants are worked out once. */
export function createDraw(duration: Duration, random: Random): () => number {
  switch (duration.kind) {
    case 'fixed':
      return () => duration.meanMs
    case 'exponential':
      return () => -duration.meanMs * Math.log(1 - random())
    case 'lognormal': {
      const variance = Math.log(1 + duration.cv * duration.cv)
      const middle = Math.log(duration.meanMs) - variance / 2
      const spread = Math.sqrt(variance)
      return () => Math.exp(middle + spread * drawNormal(random))
    }
    case 'pareto': {
      const least = (duration.meanMs * (duration.index - 1)) / duration.index
      return () => least * (1 - random()) ** (-1 / duration.index)
    }
    case 'empirical':
      return () => duration.valuesMs[Math.floor(random() * duration.valuesMs.length)] ?? 0
  }
}

/** What is wrong with it; null where it can be drawn from. */
export function faultOfDuration(duration: Duration): string | null {
  if (duration.kind === 'empirical' && duration.valuesMs.length === 0) return 'no observed values'
  if (duration.kind === 'empirical' && duration.valuesMs.some((value) => !(value >= 0 && value < 1e12)))
    return 'an observed value is not a time'
  const meanMs = meanOf(duration)
  if (!(meanMs > 0 && meanMs < 1e12)) return 'mean time is not above 0'
  if (duration.kind === 'lognormal' && !(duration.cv >= 0 && duration.cv < 100)) return 'cv is not 0 to 100'
  if (duration.kind === 'pareto' && !(duration.index > 1)) return 'index is not above 1'
  return null
}
