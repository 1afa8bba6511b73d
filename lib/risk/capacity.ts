/** The capacity of one server: every source's estimate, and the band that is used, with the reason. */

import type { CapacityBand } from './capacity-band.ts'
import {
  CAPACITY_SOURCES,
  type CapacityEstimate,
  type CapacitySecond,
  type CapacitySource,
} from './capacity-evidence.ts'
import { capacityFromResponseTime } from './capacity-from-response-time.ts'
import {
  capacityFromMaxConnections,
  capacityFromPeak,
  capacityFromSaturation,
} from './capacity-from-traffic.ts'

export type Capacity = {
  band: CapacityBand
  used: CapacitySource
  /** Why this one, and what the others changed. */
  why: string
  assumptions: string[]
  estimates: CapacityEstimate[]
}

export type CapacityAnswer = { ok: true; capacity: Capacity } | { ok: false; reason: string }

export type CapacityEvidence = {
  seconds: readonly CapacitySecond[]
  maxConnections: number | null
  /** A person's word, or a load test's. */
  stated: { lowPerS: number; highPerS: number } | null
}

const WHY: Record<CapacitySource, string> = {
  stated: 'it was stated',
  saturated: 'it was seen full',
  'response-time': 'its response time rose with load',
  'max-connections': 'maxconn over response time; it was never seen near full',
  peak: 'only a peak was seen: a lower bound',
}

function stated({ stated: word }: CapacityEvidence): CapacityEstimate | null {
  if (!word || !(word.lowPerS > 0) || !(word.highPerS >= word.lowPerS)) return null
  const { lowPerS, highPerS } = word
  const midPerS = (lowPerS + highPerS) / 2
  return { source: 'stated', lowPerS, midPerS, highPerS, assumption: 'the stated capacity still holds' }
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

/** All sources asked; the reason names what each one lacked. */
export function estimateCapacity(evidence: CapacityEvidence): CapacityAnswer {
  const answers = [
    capacityFromSaturation(evidence.seconds),
    capacityFromResponseTime(evidence.seconds),
    capacityFromMaxConnections(evidence.maxConnections, evidence.seconds),
    capacityFromPeak(evidence.seconds),
  ]
  const word = stated(evidence)
  const estimates = word ? [word] : []
  for (const answer of answers) if (answer.ok) estimates.push(answer.estimate)
  if (estimates.length > 0) return mergeCapacity(estimates)
  const reasons = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.reason])))
  return { ok: false, reason: [...reasons].join('; ') }
}
