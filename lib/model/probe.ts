/** What a direct request of a real path to one server came to, past the load balancer. */

export type ProbeReading = {
  kind: 'probe'
  source: string
  loadBalancer: string
  atMs: number
  pool: string
  server: string
  /** Address that was asked: the one that the load balancer reports. */
  address: string
  path: string
  /** Null where no answer came. */
  status: number | null
  durationMs: number
  /** Null where it was as expected: `status 500, not 200`, `no answer within 2 s`. */
  failure: string | null
  /** The version header, or a digest of the body; null where there was no answer. */
  version: string | null
}

/** What the probes of one server have come to. */
export type ProbeState = {
  path: string
  atMs: number
  failure: string | null
  inARow: number
  /** When the first of those in a row failed, and the last one before it that did not. */
  failingSinceMs: number | null
  lastFineMs: number | null
}
