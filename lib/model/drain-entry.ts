/** What must be remembered of a drain beside what is shown of it; plain JSON. */

import type { Drain } from './drain.ts'

/** A session of a draining server that ended, by the log or because it is listed no more. */
export type DrainEnd = {
  atMs: number
  ageMs: number
  /** Its address, without the port. */
  client: string
  /** `done`: the answer was complete. `closed`: one of the two ends closed it, nobody says which. `broken`: the server. */
  how: 'done' | 'closed' | 'broken' | 'killed'
}

export type DrainEntry = {
  /** `lb/pool/server`, and the old worker's pid where a soft stop is what drains it. */
  key: string
  drain: Drain
  pid: number | null
  /** Newest look at its number of sessions, and the sessions it had served by then. */
  lookedAtMs: number | null
  sessionsTotal: number | null
  /** When a session last left, and when a client last came in. */
  leftAtMs: number
  arrivedAtMs: number | null
  /** Arrivals lately, to tell a trickle from a last one. */
  arrivals: { atMs: number; count: number }[]
  emptySinceMs: number | null
  ends: DrainEnd[]
  /** Sessions that HAProxy itself killed, and when: `K`, `D`. */
  killed: { by: Record<string, number>; firstAtMs: number; lastAtMs: number } | null
  /** When the server stopped answering its checks. */
  serverDownAtMs: number | null
  announced: { endsAtMs: number; by: string } | null
  /** It came to its end and late lines are awaited. */
  over: { atMs: number; because: 'empty' | 'taken-back' | 'gone' } | null
  /** Serves again: the next drain of this server is another one. */
  closed: boolean
}
