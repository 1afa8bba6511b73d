/** A server called DOWN that goes on answering new requests well. */

import type { Server } from '../model/server.ts'
import { JUDGED_S, type TrafficEvidence } from './traffic-evidence.ts'

export const FALSE_DOWN = 'down-but-serving'
export const LEAST_ANSWERS = 20
export const LEAST_FINE = 0.95

/** A TCP session is logged when it ends: one that began before the server went down is no new one. */
export function detectFalseDown(server: Server, evidence: TrafficEvidence, nowMs: number): boolean {
  const downForMs = nowMs - server.claimSinceMs - server.claimErrorMs
  if (downForMs <= JUDGED_S * 1000) return false
  if (evidence.by === 'log' && server.mode === 'tcp') return false
  return evidence.requests >= LEAST_ANSWERS && 1 - evidence.share >= LEAST_FINE
}
