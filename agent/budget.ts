/** How much of a core the looks may take: measures what they cost and says how often and how deep to look. */

/** Share of one core that everything together aims for; the bar is 0.03. */
export const CPU_SHARE = 0.025
/** Of that, what the rest of the agent takes. */
const REST_SHARE = 0.006
/** A detail costs about this before it was measured. */
const FIRST_DETAIL_MS = 0.02
const SMOOTHING = 0.3
const MIN_DETAILS = 100

export type Budget = {
  noteLook: (cpuMs: number) => void
  noteDetails: (cpuMs: number, sockets: number) => void
  /** Time between looks, at least `intervalMs`. */
  everyMs: (intervalMs: number) => number
  /** Details that the next look may ask for. */
  details: (intervalMs: number) => number
}

export function createBudget(share = CPU_SHARE): Budget {
  let lookMs = 0
  let detailMs = FIRST_DETAIL_MS
  const smooth = (old: number, now: number) => (old === 0 ? now : old + (now - old) * SMOOTHING)
  const everyMs = (intervalMs: number) => Math.max(intervalMs, Math.ceil(lookMs / (share - REST_SHARE)))
  return {
    noteLook(cpuMs) {
      lookMs = smooth(lookMs, cpuMs)
    },
    noteDetails(cpuMs, sockets) {
      if (sockets > 0) detailMs = smooth(detailMs, cpuMs / sockets)
    },
    everyMs,
    details(intervalMs) {
      const left = everyMs(intervalMs) * (share - REST_SHARE) - lookMs
      return Math.max(MIN_DETAILS, Math.floor(left / detailMs))
    },
  }
}
