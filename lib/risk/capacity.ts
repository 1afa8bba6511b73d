/** The capacity of one server: every source's estimate, and the band that is used, with the reason. */

import type { CapacityBand } from './capacity-band.ts'
import {
  CAPACITY_SOURCES,
  type CapacityEstimate,
  type CapacitySource,
  type Estimated,
} from './capacity-evidence.ts'
export type Capacity = {
  band: CapacityBand
  used: CapacitySource
  /** Why this one, and what the others changed. */
  why: string
  assumptions: string[]
  estimates: CapacityEstimate[]
}

export type CapacityAnswer = { ok: true; capacity: Capacity } | { ok: false; reason: string }

/** A person's word, or a load test's. */
export type StatedCapacity = { lowPerS: number; highPerS: number }

const WHY: Record<CapacitySource, string> = {
  stated: 'it was stated',
  saturated: 'it was seen full',
  'response-time': 'its response time rose with load',
  'max-connections': 'maxconn over response time; it was never seen near full',
  peak: 'only a peak was seen: a lower bound',
}

export function statedEstimate(word: StatedCapacity | null): Estimated {
  if (word === null) return { ok: false, reason: 'nobody has stated it' }
  const { lowPerS, highPerS } = word
  if (!(lowPerS > 0) || !(highPerS >= lowPerS)) return { ok: false, reason: 'what was stated is no band' }
  const midPerS = (lowPerS + highPerS) / 2
  const assumption = 'the stated capacity still holds'
  return { ok: true, estimate: { source: 'stated', lowPerS, midPerS, highPerS, assumption } }
}

/** The most believed estimate, never below the peak that was carried; `maxconn` can only lower it. */
export function mergeCapacity(estimates: readonly CapacityEstimate[]): CapacityAnswer {
  const used = CAPACITY_SOURCES.map((source) => estimates.find((one) => one.source === source)).find(
    (one) => one,
  )
  if (!used) return { ok: false, reason: 'no evidence of capacity' }
  let { lowPerS, midPerS, highPerS } = used
  const why = [WHY[used.source]]
  const assumptions = [used.assumption]
  const ceiling = estimates.find(({ source }) => source === 'max-connections')
  if (used.source === 'response-time' && ceiling?.highPerS && ceiling.highPerS < (highPerS ?? 0)) {
    highPerS = Math.max(lowPerS, ceiling.highPerS)
    why.push('maxconn allows no more')
    assumptions.push(ceiling.assumption)
  }
  const peak = estimates.find(({ source }) => source === 'peak')
  if (peak && used.source !== 'stated' && lowPerS < peak.lowPerS) {
    lowPerS = peak.lowPerS
    if (highPerS !== null && highPerS < lowPerS) highPerS = lowPerS
    why.push('raised to the peak it carried')
    assumptions.push(peak.assumption)
  }
  if (midPerS !== null) midPerS = Math.min(highPerS ?? midPerS, Math.max(lowPerS, midPerS))
  return {
    ok: true,
    capacity: {
      band: { lowPerS, midPerS, highPerS },
      used: used.source,
      why: why.join('; '),
      assumptions,
      estimates: [...estimates],
    },
  }
}

/** Of all sources that were asked; the reason names what each one lacked. */
export function mergeAnswers(answers: readonly Estimated[]): CapacityAnswer {
  const estimates = answers.flatMap((answer) => (answer.ok ? [answer.estimate] : []))
  if (estimates.length > 0) return mergeCapacity(estimates)
  const reasons = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.reason])))
  return { ok: false, reason: [...reasons].join('; ') || 'no evidence of capacity' }
}
