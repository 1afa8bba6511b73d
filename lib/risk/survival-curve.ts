/** The Kaplan–Meier curve over log-spaced bins, with what lies beyond the longest observation. */

import {
  addSession,
  binOf,
  binStartMs,
  createSurvival,
  MAX_BINS,
  mergeSurvival,
  type ObservedSession,
  type SessionSurvival,
} from './session-survival.ts'

/** Fewer closed sessions than this are no curve. */
export const MIN_CLOSED = 5
/** Where fewer are at risk than this, the curve ends and the tail begins. */
export const MIN_AT_RISK = 5
/** The tail's slope is taken from the last so many that closed. */
export const TAIL_CLOSED = 20
/** Half an imagined session of the average slope in every bin: no closing seen is not "never closes". */
const PRIOR_WEIGHT = 0.5
/** 90 % of a normal distribution lies within ± this. */
export const Z90 = 1.645

export type Chance = { low: number; mid: number; high: number }

export type SurvivalCurve = {
  closed: number
  /** No session was seen to end at this age or above; what runs now says nothing to it. */
  oldestEndMs: number
  /** Cumulative hazard up to each bin's start; `hazard[b + 1] − hazard[b]` is the bin's own. */
  hazard: Float64Array
  /** Greenwood's variance of each bin's own hazard. */
  variance: Float64Array
  /** The first bin that too few sessions have lived to see. */
  tailBin: number
  /** Pareto index of the tail: S falls as age to minus this. */
  tailIndex: Chance
  assumption: string
}

type AtRisk = { risk: Float64Array; closed: Float64Array }

function countAtRisk(survival: SessionSurvival): AtRisk {
  const risk = new Float64Array(MAX_BINS)
  const closed = new Float64Array(MAX_BINS)
  let here = 0
  for (let bin = 0; bin < MAX_BINS; bin++) {
    const counts = survival.bins[bin]
    risk[bin] = Math.max(0, here)
    if (!counts) continue
    risk[bin] = Math.max(counts.closed, here + counts.enteredLeft - counts.unseenLeft, 0)
    closed[bin] = counts.closed
    here += counts.entered - counts.closed - counts.unseen
  }
  return { risk, closed }
}

/** Closings per log-age at risk, from the oldest down until `enough` have closed (Hill's estimate, censored sessions counted). */
function indexFrom({ risk, closed }: AtRisk, enough: number): Chance {
  let seen = 0
  let exposure = 0
  for (let bin = MAX_BINS - 1; bin > 0 && seen < enough; bin--) {
    seen += closed[bin]!
    exposure += risk[bin]! * Math.log(binStartMs(bin + 1) / Math.max(binStartMs(bin), 1))
  }
  const per = (count: number) => Math.max(0, count) / Math.max(exposure, 1e-9)
  const spread = Z90 * Math.sqrt(seen)
  return { low: per(seen - spread), mid: per(seen), high: per(seen + spread + 1) }
}

/** `running`: the sessions open now, which lived for their ages at least. Null where too few have closed. */
export function toSurvivalCurve(
  survival: SessionSurvival,
  running: readonly Omit<ObservedSession, 'open'>[],
): SurvivalCurve | null {
  if (survival.closed < MIN_CLOSED) return null
  const open = createSurvival()
  for (const session of running) addSession(open, { ...session, open: true })
  const atRisk = countAtRisk(mergeSurvival(survival, open))
  const tailIndex = indexFrom(atRisk, TAIL_CLOSED)
  const slope = Math.min(tailIndex.mid, indexFrom(atRisk, Number.POSITIVE_INFINITY).mid)
  const hazard = new Float64Array(MAX_BINS + 1)
  const variance = new Float64Array(MAX_BINS)
  let tailBin = MAX_BINS
  while (tailBin > 0 && atRisk.risk[tailBin - 1]! < MIN_AT_RISK) tailBin--
  for (let bin = 0; bin < MAX_BINS; bin++) {
    const least = Math.max(binStartMs(bin), 1)
    const prior = PRIOR_WEIGHT * (1 - (least / binStartMs(bin + 1)) ** (bin === 0 ? 0 : slope))
    const risk = atRisk.risk[bin]! + PRIOR_WEIGHT
    const gone = Math.min(risk - PRIOR_WEIGHT / 4, atRisk.closed[bin]! + prior)
    hazard[bin + 1] = hazard[bin]! - Math.log(1 - gone / risk)
    variance[bin] = gone / (risk * (risk - gone))
  }
  let oldest = MAX_BINS
  // Half of one has faded or was never whole.
  for (let ended = 0; oldest > 0 && ended < 0.5; oldest--) ended += atRisk.closed[oldest - 1]!
  const oldestEndMs = binStartMs(oldest + 1)
  const tailMs = Math.round(binStartMs(tailBin))
  const assumption = `sessions live as ${Math.round(survival.closed)} closed ones did; beyond ${tailMs} ms, where fewer than ${MIN_AT_RISK} were seen, the fall goes on between exponential (low) and Pareto (high)`
  return { closed: survival.closed, oldestEndMs, hazard, variance, tailBin, tailIndex, assumption }
}

/** Cumulative hazard up to an age below the tail. */
function hazardAt(curve: SurvivalCurve, ageMs: number): number {
  const bin = binOf(ageMs)
  const start = binStartMs(bin)
  const share = Math.min(1, Math.max(0, (ageMs - start) / (binStartMs(bin + 1) - start)))
  return curve.hazard[bin]! + share * (curve.hazard[bin + 1]! - curve.hazard[bin]!)
}

/** The chance that a session of this age is still open `leftMs` later; the band is the tail's alone, not of the counts. */
export function chanceOpenAfter(curve: SurvivalCurve, ageMs: number, leftMs: number): Chance {
  const endMs = ageMs + leftMs
  const tailMs = Math.max(1, binStartMs(curve.tailBin))
  const seen = ageMs < tailMs ? hazardAt(curve, Math.min(endMs, tailMs)) - hazardAt(curve, ageMs) : 0
  const mid = Math.exp(-seen)
  if (endMs <= tailMs) return { low: mid, mid, high: mid }
  const fromMs = Math.max(ageMs, tailMs)
  const { tailIndex } = curve
  return {
    low: mid * Math.exp(-(tailIndex.high / tailMs) * (endMs - fromMs)),
    mid: mid * (endMs / fromMs) ** -tailIndex.mid,
    high: mid * (endMs / fromMs) ** -tailIndex.low,
  }
}

/** The share of all sessions that live to this age. */
export function survivalAt(curve: SurvivalCurve, ageMs: number): Chance {
  return chanceOpenAfter(curve, 0, ageMs)
}
