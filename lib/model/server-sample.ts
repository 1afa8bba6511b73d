/** One server's (or pool's) numbers over one bucket of time: what is stored, charted and sent to browsers. */

export type ServerSample = {
  sessions: number | null
  requestRate: number | null
  failureRate: number | null
  queue: number | null
  responseTimeMs: number | null
  /** Index into CLAIM_KINDS of lib/model/claim-kinds. */
  claim: number
}

/** All servers of one pool over one bucket. */
export type PoolSample = {
  /** `loadBalancer/pool`. */
  pool: string
  startMs: number
  resolutionS: number
  total: ServerSample
  servers: Map<string, ServerSample>
}
