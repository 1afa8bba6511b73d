/** What log lines and probes tell of a pool as a whole: what no server served, who lost their server, which versions. */

import type { Halves } from './traffic-detail.ts'

/** Requests for which HAProxy had no server, and those that waited too long for one. */
export type UnservedSecond = { second: number; unserved: number; queueTimeouts: number; served: number }

/** A client that persistence could not bring back to its server. */
export type StickyLoss = {
  atMs: number
  /** Its own cookie where one is captured, else its address, which many may share. */
  client: string
  /** `DI`, `VI` or `II`: what became of its cookie. */
  flags: string
  /** Null where its cookie is not captured and more than one server is away. */
  from: string | null
  to: string
}

/** Losses remembered, newest last. */
export const MAX_STICKY_LOSSES = 10_000

/** One version of one page, as one server gave it. */
export type SeenVersion = {
  count: number
  firstMs: number
  lastMs: number
  /** At most CLIENTS_KEPT. */
  clients: string[]
}
export const CLIENTS_KEPT = 3

export type ServerVersions = {
  samples: number
  /** The first one: of most pages there is no other. */
  version: string
  seen: SeenVersion
  /** The others, at most MAX_VERSIONS; null while there are none. Further ones only count. */
  others: Map<string, SeenVersion> | null
}
export const MAX_VERSIONS = 8

export type PageVersions = {
  servers: Map<string, ServerVersions>
  /** The only version so far; null once there were two. */
  only: string | null
}
/** Pages of one pool whose versions are kept; further ones are passed over. */
export const MAX_PAGES = 60
/** Probes are few: what they saw is kept longer. */
export const PROBED_HALF_MS = 300_000

export type PoolTraffic = {
  seconds: UnservedSecond[]
  queueTimes: Halves<Uint32Array>
  /** Oldest first. */
  stickyLosses: StickyLoss[]
  /** Requests that came with a valid cookie: persistence is in use. */
  stickyKept: number
  /** By page: what was asked for, `/price`. */
  pages: Halves<Map<string, PageVersions>>
  /** By page, where Polygraph asked each server itself: `/price`. */
  probed: Halves<Map<string, PageVersions>>
  pagesPassedOver: number
}
