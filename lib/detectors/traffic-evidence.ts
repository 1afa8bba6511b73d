/** What a server's recent traffic amounts to, from its statistics or its log, never from both added. */

import type { Server, TrafficSecond } from '../model/server.ts'
import { type FailingSince, failingSince } from './failing-since.ts'

/** Seconds that are judged, the running one included. */
export const JUDGED_S = 10
/** Seconds that are kept. */
const KEPT_S = 60
/** Direct probes that must fail in a row before they speak against a server, and how long they are believed. */
export const PROBES_IN_A_ROW = 3
export const PROBE_FRESH_MS = 60_000

export type TrafficEvidence = {
  requests: number
  failures: number
  /** Failures ÷ requests, 0 without requests. */
  share: number
  /** Failures in a row up to now. */
  inARow: number
  /** Requests of the whole kept window, 60 s. */
  requestsKept: number
  /** Of the failures that are judged, the share that never had a connection. */
  unconnectedShare: number
  by: 'stats' | 'log'
  /** Since when it fails; null where it does not, or no longer. */
  since: FailingSince | null
  /** Since when its direct probes fail, and how. */
  probe: { sinceMs: number; failure: string; inARow: number } | null
}

/** The log tells how it fails where it has at least this part of the failures. */
const MOST_OF = 2

type Summed = {
  requests: number
  failures: number
  unconnected: number
  keptRequests: number
  keptFailures: number
}

/** The judged seconds and all that are kept, in one pass: there are many servers. */
function sum(seconds: readonly TrafficSecond[], judged: number, kept: number): Summed {
  const all: Summed = { requests: 0, failures: 0, unconnected: 0, keptRequests: 0, keptFailures: 0 }
  for (let at = seconds.length - 1; at >= 0; at--) {
    const { second, requests, failures, unconnected = 0 } = seconds[at]!
    if (second < kept) break
    all.keptRequests += requests
    all.keptFailures += failures
    if (second < judged) continue
    all.requests += requests
    all.failures += failures
    all.unconnected += unconnected
  }
  return all
}

const ofFailures = ({ failures, unconnected }: Summed) => (failures > 0 ? unconnected / failures : 0)

/** Statistics do not tell the order within a second: only seconds in which all failed count. */
function inARow(seconds: readonly TrafficSecond[], fromSecond: number): number {
  let failures = 0
  for (let at = seconds.length - 1; at >= 0 && seconds[at]!.second >= fromSecond; at--) {
    if (seconds[at]!.failures < seconds[at]!.requests) break
    failures += seconds[at]!.failures
  }
  return failures
}

function probeOf({ probe }: Server, nowMs: number): TrafficEvidence['probe'] {
  if (!probe || probe.failure === null || probe.failingSinceMs === null) return null
  if (probe.inARow < PROBES_IN_A_ROW || nowMs - probe.atMs > PROBE_FRESH_MS) return null
  return { sinceMs: probe.failingSinceMs, failure: probe.failure, inARow: probe.inARow }
}

/**
 * The log knows the order and the moment; statistics only the second. But requests that were redispatched fail in
 * the statistics alone: the log names who helped, and what it tells of the server itself may be one line.
 */
function sinceOf(server: Server, byStats: Summed, byLog: Summed, kept: number): FailingSince | null {
  const logged = byLog.keptFailures > 0 ? failingSince(server, 'log', kept) : null
  if (byLog.keptFailures * MOST_OF >= byStats.keptFailures) return logged
  const polled = failingSince(server, 'stats', kept)
  const sameOnset =
    logged !== null && polled !== null && Math.abs(logged.atMs - polled.atMs) <= polled.errorMs
  return sameOnset ? { ...polled, atMs: logged.atMs, errorMs: logged.errorMs } : polled
}

export function trafficEvidence(server: Server, nowMs: number): TrafficEvidence {
  const now = Math.floor(nowMs / 1000)
  const judged = now - JUDGED_S + 1
  const kept = now - KEPT_S + 1
  const { stats, log } = server.traffic
  const byStats = sum(stats, judged, kept)
  const byLog = sum(log, judged, kept)
  const by = byLog.requests > byStats.requests ? 'log' : 'stats'
  const { requests, failures } = by === 'log' ? byLog : byStats
  const failed = byStats.keptFailures > 0 || byLog.keptFailures > 0
  return {
    requests,
    failures,
    share: requests > 0 ? failures / requests : 0,
    inARow: failed
      ? Math.max(inARow(stats, kept), Math.min(server.consecutiveFailures, byLog.keptFailures))
      : 0,
    unconnectedShare: Math.max(ofFailures(byStats), ofFailures(byLog)),
    requestsKept: Math.max(byStats.keptRequests, byLog.keptRequests),
    by,
    since: failed ? sinceOf(server, byStats, byLog, kept) : null,
    probe: probeOf(server, nowMs),
  }
}
