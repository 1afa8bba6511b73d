/** Empty counts of a server's and of a pool's traffic, and halves that are begun anew in turn. */

import type { PoolTraffic } from '../model/pool-traffic.ts'
import {
  DETAIL_FIELDS,
  DETAIL_SECONDS,
  HALF_MS,
  type Halves,
  type Onset,
  RECENT_OUTCOMES,
  TIME_BUCKETS,
  type TrafficDetail,
} from '../model/traffic-detail.ts'

export const createOnset = (): Onset => ({
  score: 0,
  atMs: null,
  errorMs: 0,
  lastFailedMs: 0,
  requests: 0,
  failures: 0,
  fineSince: 0,
})

export function createHalves<T>(make: () => T): Halves<T> {
  return { startedAtMs: 0, now: make(), before: make() }
}

/** Begins a new half where the running one is over; a long pause empties both. */
export function turnHalves<T>(halves: Halves<T>, atMs: number, make: () => T, halfMs = HALF_MS): T {
  const ageMs = atMs - halves.startedAtMs
  if (ageMs < halfMs) return halves.now
  halves.before = ageMs < 2 * halfMs ? halves.now : make()
  halves.now = make()
  halves.startedAtMs = atMs
  return halves.now
}

export const createTimes = () => ({
  connect: new Uint32Array(TIME_BUCKETS),
  response: new Uint32Array(TIME_BUCKETS),
})

export const createTrafficDetail = (): TrafficDetail => ({
  seconds: new Uint32Array(DETAIL_SECONDS * DETAIL_FIELDS),
  times: createHalves(createTimes),
  terminations: createHalves(() => new Map()),
  recent: { endedAtMs: new Float64Array(RECENT_OUTCOMES), failed: new Uint8Array(RECENT_OUTCOMES), count: 0 },
  most: createOnset(),
  few: createOnset(),
  lastEndedAtMs: null,
})

export const createPoolTraffic = (): PoolTraffic => ({
  seconds: [],
  queueTimes: createHalves(() => new Uint32Array(TIME_BUCKETS)),
  stickyLosses: [],
  stickyKept: 0,
  pages: createHalves(() => new Map()),
  probed: createHalves(() => new Map()),
  pagesPassedOver: 0,
})
