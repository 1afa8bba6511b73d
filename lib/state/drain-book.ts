/** What must be remembered of drains beside what is shown of them; made once and passed in. */

import type { Drain } from '../model/drain.ts'
import type { DrainEntry } from '../model/drain-entry.ts'

/** Ends remembered of one drain: the newest. */
export const MAX_ENDS = 2_000
/** Drains that are over are shown for this long. */
export const DRAIN_SHOWN_MS = 600_000
/** Drains held of one load balancer; the oldest that are over go first. */
export const MAX_DRAINS = 500

/** The last look at a server before it drained. */
export type LookBefore = {
  atMs: number
  sessions: number | null
  /** Sessions served by then; null where nothing counts them. */
  total: number | null
  /** It drained already when it was first looked at: nobody saw that begin. */
  drained: boolean
}

export type DrainBook = {
  entries: Map<string, DrainEntry>
  /** By `lb/pool/server`: those that statistics have told of. */
  looks: Map<string, LookBefore>
  /** By load balancer: the statistics that `looks` goes by. */
  lookedMs: Map<string, number>
  /** `loadBalancer pid`: when a process said that it stops. */
  stoppedMs: Map<string, number>
}

export const createDrainBook = (): DrainBook => ({
  entries: new Map(),
  looks: new Map(),
  lookedMs: new Map(),
  stoppedMs: new Map(),
})

export function newDrain(
  where: { loadBalancer: string; pool: string; server: string },
  how: Drain['how'],
  since: { atMs: number; errorMs: number },
): Drain {
  const { loadBalancer, pool, server } = where
  return {
    id: `${loadBalancer}/${pool}/${server} ${Math.round(since.atMs)}`,
    ...{ loadBalancer, pool, server, how },
    startedAtMs: Math.round(since.atMs),
    startedErrorMs: Math.round(since.errorMs),
    ...{ deadlineMs: null, deadlineFrom: null, curve: [], sessionsAtStart: null, sessionsLeft: null },
    ...{ stickyArrivals: 0, sessions: [], forecast: null, verdict: 'running', cut: null, stuck: null },
    endedAtMs: null,
  }
}

export function newEntry(key: string, drain: Drain, pid: number | null): DrainEntry {
  return {
    ...{ key, drain, pid, lookedAtMs: null, sessionsTotal: null, leftAtMs: drain.startedAtMs },
    ...{ arrivedAtMs: null, arrivals: [], emptySinceMs: null, ends: [], killed: null },
    ...{ serverDownAtMs: null, announced: null, over: null, closed: false },
  }
}
