/** How much of a core the agent may take, as a credit that fills with time and empties with what it used. */

/** Share of one core that everything together, children included, aims for; the bar is 0.03. */
export const CPU_SHARE = 0.025
/** Credit that can be saved up: a look after a quiet time need not wait. */
const MAX_CREDIT_MS = 250
/** Debt after news is not carried for longer than this takes to pay back. */
const MAX_DEBT_MS = 600
/** Starting costs more than running, and only once: so long nothing is owed. */
const STARTING_MS = 4000
/** A detail costs about this before it was measured. */
const FIRST_DETAIL_MS = 0.02
const SMOOTHING = 0.3

export type Budget = {
  /** `usedMs`: processor time since the start. */
  settle: (steadyMs: number, usedMs: number) => void
  noteLook: (cpuMs: number) => void
  noteDetails: (cpuMs: number, sockets: number) => void
  mayLook: () => boolean
  /** Details that can be asked for now, beside the look. */
  details: () => number
}

export function createBudget(share = CPU_SHARE): Budget {
  let credit = MAX_CREDIT_MS
  let startedMs: number | null = null
  let settled: { steadyMs: number; usedMs: number } | null = null
  let lookMs = 0
  let detailMs = FIRST_DETAIL_MS
  const smooth = (old: number, now: number) => (old === 0 ? now : old + (now - old) * SMOOTHING)
  return {
    settle(steadyMs, usedMs) {
      if (settled) credit += (steadyMs - settled.steadyMs) * share - (usedMs - settled.usedMs)
      startedMs ??= steadyMs
      const owedAtMost = steadyMs - startedMs < STARTING_MS ? 0 : MAX_DEBT_MS
      credit = Math.min(MAX_CREDIT_MS, Math.max(-owedAtMost, credit))
      settled = { steadyMs, usedMs }
    },
    noteLook(cpuMs) {
      lookMs = smooth(lookMs, cpuMs)
    },
    noteDetails(cpuMs, sockets) {
      if (sockets > 0) detailMs = smooth(detailMs, cpuMs / sockets)
    },
    mayLook: () => credit > 0,
    details: () => Math.max(0, Math.floor((credit - lookMs / 2) / detailMs)),
  }
}
