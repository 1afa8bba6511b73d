/** Gives a server a new claim with the moment it began, and says whether its words changed. */

import type { Claim } from '../model/claim.ts'
import type { Server } from '../model/server.ts'

export type Since = { sinceMs: number; errorMs: number }

/** `seenAtMs` is when the claim was true; the same kind of claim keeps the moment it began. */
export function setClaim(server: Server, claim: Claim, since: Since, seenAtMs: number): boolean {
  const before = server.claim
  server.claimSeenAtMs = Math.max(server.claimSeenAtMs, seenAtMs)
  if (before.status === claim.status && before.kind === claim.kind) return false
  server.claim = claim
  if (before.kind !== claim.kind) {
    server.claimSinceMs = since.sinceMs
    server.claimErrorMs = since.errorMs
  }
  return true
}
