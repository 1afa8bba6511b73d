/** A server's newest log lines and probes as the page of its pool draws them. */

import { quantileMs, readSeconds } from '#lib/detectors/pools/read-detail'
import type { Server } from '#lib/model/server'
import type { QuantilesView, ServerEvidenceView } from '#lib/views/pool-detail-view'

/** Seconds that are told of. */
export const TOLD_S = 30
const TERMINATIONS_SHOWN = 6

function quantiles(halves: readonly Uint32Array[]): QuantilesView | null {
  const half = quantileMs(halves, 0.5)
  const most = quantileMs(halves, 0.95)
  return half === null || most === null ? null : { half, most }
}

/** Null where neither a log line nor a probe tells of it. */
export function toServerEvidence(server: Server, nowMs: number): ServerEvidenceView | null {
  const { detail, probe } = server
  if (!detail && !probe) return null
  const read = detail
    ? readSeconds(detail, nowMs, TOLD_S)
    : { statuses: [0, 0, 0, 0, 0, 0], retries: 0, redispatchedHere: 0 }
  // Halves last as long as what is told of: what is older than both is not of now.
  const lately = detail !== undefined && read.statuses.some((count) => count > 0)
  const ends = new Map<string, number>()
  for (const half of lately ? [detail.terminations.now, detail.terminations.before] : [])
    for (const [state, count] of half) if (state !== '--') ends.set(state, (ends.get(state) ?? 0) + count)
  const times = lately ? detail.times : null
  return {
    server: server.name,
    overS: TOLD_S,
    statuses: read.statuses,
    terminations: [...ends]
      .map(([state, count]) => ({ state, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, TERMINATIONS_SHOWN),
    connectMs: times && quantiles([times.now.connect, times.before.connect]),
    responseMs: times && quantiles([times.now.response, times.before.response]),
    retries: read.retries,
    redispatchedHere: read.redispatchedHere,
    probe: probe
      ? { path: probe.path, atMs: probe.atMs, failure: probe.failure, inARow: probe.inARow }
      : null,
  }
}
