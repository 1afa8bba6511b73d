/** The dashboard's clock minus this host's, from the exchange with the lowest round trip. */

import type { HostReport } from '../lib/model/host-report.ts'

/** Exchanges older than this say nothing any more. */
export const EXCHANGE_MAX_AGE_MS = 5 * 60_000
/** How fast two undisciplined clocks drift apart, at most: 30 seconds in ten days. */
const DRIFT_PER_MS = 35e-6
/** Both sides cut their stamps to whole milliseconds; on average that cancels out. */
const STAMP_ERROR_MS = 1
const MAX_EXCHANGES = 300

/** Sent and heard by the host's steady clock, the two between by the dashboard's. */
export type Exchange = { sentMs: number; heardMs: number; receivedAtMs: number; answeredAtMs: number }

export type ClockOffset = {
  note: (exchange: Exchange) => void
  /** For a moment whose wall clock was `wallMinusSteadyMs` ahead of the steady one; null until measured. */
  at: (wallMinusSteadyMs: number, nowSteadyMs: number) => HostReport['clock']
}

/** Kept against the steady clock: setting the host's wall clock changes nothing in what was measured. */
export function createClockOffset(): ClockOffset {
  let kept: { atMs: number; offsetMs: number; halfMs: number }[] = []
  return {
    note({ sentMs, heardMs, receivedAtMs, answeredAtMs }) {
      const roundTripMs = heardMs - sentMs - (answeredAtMs - receivedAtMs)
      // The dashboard's clock was set in between, or its stamps are nonsense.
      if (!(roundTripMs >= -2) || answeredAtMs < receivedAtMs) return
      const offsetMs = (receivedAtMs - sentMs + (answeredAtMs - heardMs)) / 2
      const halfMs = Math.max(0, roundTripMs) / 2
      // A dashboard whose clock was set: what was measured before contradicts this exchange.
      kept = kept.filter(
        (one) => Math.abs(one.offsetMs - offsetMs) <= one.halfMs + halfMs + slackMs(heardMs - one.atMs),
      )
      kept.push({ atMs: heardMs, offsetMs, halfMs })
      if (kept.length > MAX_EXCHANGES) kept.shift()
    },
    at(wallMinusSteadyMs, nowSteadyMs) {
      let best: { offsetMs: number; errorMs: number } | null = null
      for (const one of kept) {
        const ageMs = nowSteadyMs - one.atMs
        if (ageMs > EXCHANGE_MAX_AGE_MS) continue
        const errorMs = one.halfMs + STAMP_ERROR_MS + Math.abs(ageMs) * DRIFT_PER_MS
        if (!best || errorMs < best.errorMs) best = { offsetMs: one.offsetMs, errorMs }
      }
      if (!best) return null
      return {
        offsetMs: round(best.offsetMs - wallMinusSteadyMs),
        errorMs: round(best.errorMs),
      }
    },
  }
}

const slackMs = (ageMs: number) => 2 * STAMP_ERROR_MS + 2 * ageMs * DRIFT_PER_MS
const round = (ms: number) => Math.round(ms * 1000) / 1000
