/** How long a pool's sessions live: counts in log-spaced bins of age, from which a survival curve is built. */

/** Ages are kept to 1 part in 64 of a decade (3.7 %); a bin's width grows with age, so the tail keeps its own bins. */
export const BINS_PER_DECADE = 64
/** Everything below is one bin. */
export const LEAST_AGE_MS = 10
/** Nine decades, 115 days; what is older is counted as of this age. */
export const MAX_BINS = 1 + BINS_PER_DECADE * 9

/** `…Left`: the shares of the bin that were still ahead when it happened, summed. */
export type SurvivalBin = {
  entered: number
  enteredLeft: number
  closed: number
  unseen: number
  unseenLeft: number
}

/**
 * JSON-plain and mergeable; only bins that were touched are kept, at most `MAX_BINS`. A reservoir of the same size
 * would hold a handful of the long sessions that a drain hangs on; bins hold all of them.
 */
export type SessionSurvival = { bins: Record<string, SurvivalBin>; closed: number }

/**
 * `firstSeenAgeMs` is 0 where its start was seen: a session that already ran when Polygraph came proves nothing about
 * younger ages. `open`: it still runs, or was lost sight of, so it lived for `ageMs` at least.
 */
export type ObservedSession = { ageMs: number; firstSeenAgeMs: number; open: boolean }

export function createSurvival(): SessionSurvival {
  return { bins: {}, closed: 0 }
}

/** Which bin an age falls into. */
export function binOf(ageMs: number): number {
  if (!(ageMs >= LEAST_AGE_MS)) return 0
  const bin = 1 + Math.floor(Math.log10(ageMs / LEAST_AGE_MS) * BINS_PER_DECADE)
  return Math.min(MAX_BINS - 1, bin)
}

export function binStartMs(bin: number): number {
  return bin <= 0 ? 0 : LEAST_AGE_MS * 10 ** ((bin - 1) / BINS_PER_DECADE)
}

/** The share of the age's own bin that lies after it, 0 to 1. */
export function shareLeft(ageMs: number, bin: number): number {
  const start = binStartMs(bin)
  const end = binStartMs(bin + 1)
  return Math.min(1, Math.max(0, (end - ageMs) / (end - start)))
}

function touched(survival: SessionSurvival, bin: number): SurvivalBin {
  survival.bins[bin] ??= { entered: 0, enteredLeft: 0, closed: 0, unseen: 0, unseenLeft: 0 }
  return survival.bins[bin]
}

/** Counts one session in `survival` itself, in constant time; false where its ages are no ages. */
export function addSession(survival: SessionSurvival, session: ObservedSession): boolean {
  const { ageMs, firstSeenAgeMs, open } = session
  if (!(firstSeenAgeMs >= 0 && ageMs >= firstSeenAgeMs && Number.isFinite(ageMs))) return false
  const first = binOf(firstSeenAgeMs)
  const entry = touched(survival, first)
  entry.entered++
  entry.enteredLeft += shareLeft(firstSeenAgeMs, first)
  const last = binOf(ageMs)
  const exit = touched(survival, last)
  if (open) {
    exit.unseen++
    exit.unseenLeft += shareLeft(ageMs, last)
  } else {
    exit.closed++
    survival.closed++
  }
  return true
}

/** A new survival with the counts of both. */
export function mergeSurvival(one: SessionSurvival, other: SessionSurvival): SessionSurvival {
  const merged: SessionSurvival = { bins: {}, closed: one.closed + other.closed }
  for (const { bins } of [one, other])
    for (const [bin, counts] of Object.entries(bins)) {
      const sum = touched(merged, Number(bin))
      for (const key of Object.keys(counts) as (keyof SurvivalBin)[]) sum[key] += counts[key]
    }
  return merged
}

/** A new survival in which the past weighs `factor` (0 to 1) of what it did: yesterday's sessions fade. */
export function fadeSurvival(survival: SessionSurvival, factor: number): SessionSurvival {
  const faded: SessionSurvival = { bins: {}, closed: survival.closed * factor }
  for (const [bin, counts] of Object.entries(survival.bins)) {
    const sum = touched(faded, Number(bin))
    for (const key of Object.keys(counts) as (keyof SurvivalBin)[]) sum[key] = counts[key] * factor
  }
  return faded
}
