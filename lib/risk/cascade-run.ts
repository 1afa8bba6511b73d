/** What one simulated run came to. */

export type LossReason =
  | 'no-server'
  | 'queue-timeout'
  | 'connect'
  | 'server-timeout'
  | 'server-died'
  | 'shut-down'

/** Moments in ms after the end of the warm-up; requests that came before it are not counted. */
export type CascadeRun = {
  evictions: { server: string; atMs: number }[]
  returns: { server: string; atMs: number }[]
  /** The first moment at which no server was usable. */
  emptyAtMs: number | null
  requests: number
  served: number
  lost: Record<LossReason, number>
  /** Of the served: from arrival to answer, summed. */
  responseMs: number
  events: number
  /** Requests turned away because too many were under way to simulate. */
  overLimit: number
}

export function createRun(): CascadeRun {
  const lost = {
    'no-server': 0,
    'queue-timeout': 0,
    connect: 0,
    'server-timeout': 0,
    'server-died': 0,
    'shut-down': 0,
  }
  return {
    evictions: [],
    returns: [],
    emptyAtMs: null,
    requests: 0,
    served: 0,
    lost,
    responseMs: 0,
    events: 0,
    overLimit: 0,
  }
}

export function lostOf(run: CascadeRun): number {
  return Object.values(run.lost).reduce((sum, count) => sum + count, 0)
}
