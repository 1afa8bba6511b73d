/** A server's traffic fails by its own count: enough in a row, or a share that small numbers cannot explain. */

import type { TrafficEvidence } from './traffic-evidence.ts'
import { wilsonLowerBound } from './wilson-lower-bound.ts'

export const FAILURES_IN_A_ROW = 5
export const LEAST_REQUESTS = 20
export const LEAST_SHARE = 0.05
/** A verdict once given is taken back below this share. */
export const CLEARED_SHARE = 0.025

export function detectFailingTraffic(evidence: TrafficEvidence): boolean {
  if (evidence.since === null) return false
  if (evidence.inARow >= FAILURES_IN_A_ROW) return true
  const { failures, requests } = evidence
  return requests >= LEAST_REQUESTS && wilsonLowerBound(failures, requests) >= LEAST_SHARE
}

/** True once the traffic is seen to be fine again; a pause in traffic shows nothing. */
export function trafficCleared(evidence: TrafficEvidence): boolean {
  if (evidence.requestsKept === 0) return true
  if (evidence.inARow > 0) return false
  const { requests, failures, share } = evidence
  if (evidence.since === null && requests >= FAILURES_IN_A_ROW) return true
  return requests >= LEAST_REQUESTS ? share < CLEARED_SHARE : requests >= FAILURES_IN_A_ROW && failures === 0
}
