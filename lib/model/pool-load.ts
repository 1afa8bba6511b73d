/** What a pool was asked to carry and what its servers carried, second by second: capacity is told from it. */

/** Rows of a server's ring; one for each of the newest seconds. */
export const LOAD_SECONDS = 600
export const LOAD_FIELDS = 7
/** Fields of a row. */
export const LOAD = {
  /** Requests (HTTP) or sessions (TCP) that ended, by statistics, and failures among them. */
  polled: 0,
  /** By the log. */
  logged: 1,
  failed: 2,
  /** Connect and response times of those logged, summed, ms. */
  spentMs: 3,
  /** At the second's newest look. */
  sessions: 4,
  queued: 5,
  /** The quickest of those logged, ms. */
  leastMs: 6,
} as const

/** A ring by epoch second; `seconds[at]` says which second row `at` is. */
export type ServerLoad = { seconds: Uint32Array; rows: Float32Array; newest: number }

/** `attempts`: retries and redispatches charged to servers that can serve. */
export type LoadSecond = { second: number; requests: number; attempts: number }
export const POOL_LOAD_SECONDS = 60

export type PoolLoad = {
  /** Newest last, at most POOL_LOAD_SECONDS. */
  seconds: LoadSecond[]
  /** The newest counts of statistics, to take differences from. */
  counted: { atMs: number; requests: number; attempts: Map<string, number> } | null
}
