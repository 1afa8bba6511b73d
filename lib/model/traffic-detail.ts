/** What log lines tell of one server beyond requests and failures: bounded counts, newest seconds and outcomes. */

/** Rows of `seconds`: one for each of the newest seconds. */
export const DETAIL_SECONDS = 60
/** Fields of a row; the first is the epoch second that it counts. */
export const DETAIL_FIELDS = 12
export const FIELD = {
  second: 0,
  status1xx: 1,
  status2xx: 2,
  status3xx: 3,
  status4xx: 4,
  status5xx: 5,
  /** Never came to a status. */
  noStatus: 6,
  /** Tried again at the same server. */
  retries: 7,
  /** Came here after another server had failed it: that one is not named by the log. */
  redispatchedHere: 8,
  clientEnded: 9,
  serverEnded: 10,
  failures: 11,
} as const

/** Half-octaves of milliseconds: the last bucket is 46 s and more. */
export const TIME_BUCKETS = 32

/** Counts that are begun anew every HALF_MS; the half before is kept beside. */
export const HALF_MS = 30_000
export type Halves<T> = { startedAtMs: number; now: T; before: T }

/** Different termination states of one server that are counted apart. */
export const MAX_TERMINATIONS = 24
export const RECENT_OUTCOMES = 32

/** Where failing began, by a running sum of how much likelier failing is than not (CUSUM). */
export type Onset = {
  score: number
  /** Null while nothing speaks for failing. */
  atMs: number | null
  errorMs: number
  /** When the newest failing request began. */
  lastFailedMs: number
  requests: number
  failures: number
  /** Successes since the last failure. */
  fineSince: number
}

export type TrafficDetail = {
  seconds: Uint32Array
  times: Halves<{ connect: Uint32Array; response: Uint32Array }>
  terminations: Halves<Map<string, number>>
  /** A ring of the newest outcomes. */
  recent: { endedAtMs: Float64Array; failed: Uint8Array; count: number }
  /** For most requests failing, and for few of them. */
  most: Onset
  few: Onset
  lastEndedAtMs: number | null
}
