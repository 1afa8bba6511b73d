/** What a server's recent traffic amounts to, from its statistics or its log, never from both added. */

import type { Server, TrafficSecond } from '../model/server.ts'

/** Seconds that are judged, the running one included. */
export const JUDGED_S = 10

export type TrafficEvidence = {
  requests: number
  failures: number
  /** Failures ÷ requests, 0 without requests. */
  share: number
  /** Failures in a row up to now. */
  inARow: number
  /** Requests of the whole kept window, 60 s. */
  requestsKept: number
  by: 'stats' | 'log'
}

function sum(seconds: readonly TrafficSecond[], fromSecond: number): { requests: number; failures: number } {
  let requests = 0
  let failures = 0
  for (let at = seconds.length - 1; at >= 0 && seconds[at]!.second >= fromSecond; at--) {
    requests += seconds[at]!.requests
    failures += seconds[at]!.failures
  }
  return { requests, failures }
}

/** Statistics do not tell the order within a second: only seconds in which all failed count. */
function inARow(seconds: readonly TrafficSecond[], fromSecond: number): number {
  let failures = 0
  for (let at = seconds.length - 1; at >= 0 && seconds[at]!.second >= fromSecond; at--) {
    if (seconds[at]!.failures < seconds[at]!.requests) break
    failures += seconds[at]!.failures
  }
  return failures
}

export function trafficEvidence(server: Server, nowMs: number): TrafficEvidence {
  const now = Math.floor(nowMs / 1000)
  const judged = now - JUDGED_S + 1
  const kept = now - 59
  const { stats, log } = server.traffic
  const byStats = sum(stats, judged)
  const byLog = sum(log, judged)
  const by = byLog.requests > byStats.requests ? 'log' : 'stats'
  const { requests, failures } = by === 'log' ? byLog : byStats
  const keptStats = sum(stats, kept)
  const keptLog = sum(log, kept)
  return {
    requests,
    failures,
    share: requests > 0 ? failures / requests : 0,
    inARow: Math.max(inARow(stats, kept), Math.min(server.consecutiveFailures, keptLog.failures)),
    requestsKept: Math.max(keptStats.requests, keptLog.requests),
    by,
  }
}
