/** A server that is being emptied: from the moment it takes no new clients until its verdict. */

import type { Band } from './band.ts'

/** `grace-period`: an orchestrator said by ingest that the server ends soon. */
export type DrainHow = 'drain' | 'maint' | 'soft-stop' | 'grace-period'

export type DrainVerdict = 'running' | 'clean' | 'cut-short' | 'stuck' | 'taken-back'

/** One that still keeps it from being empty. */
export type DrainSession = {
  /** `10.0.0.9:50001`. */
  client: string
  /** `local remote` as HAProxy holds its connection to the server; null before there is one. */
  leg: string | null
  ageMs: number
  idleMs: number | null
  bytesIn: number | null
  bytesOut: number | null
  /** What runs at the client's end, where an agent stands there. */
  command: { host: string; tty: string | null; command: string } | null
  /** That it is still open at the deadline; null without a deadline or without lifetimes to go by. */
  chanceAtDeadline: number | null
}

export type Drain = {
  /** `loadBalancer/pool/server startedAtMs`. */
  id: string
  loadBalancer: string
  pool: string
  server: string
  how: DrainHow
  startedAtMs: number
  startedErrorMs: number
  /** When what is left will be cut; null where nothing says that it will. */
  deadlineMs: number | null
  /** Who says so: `hard-stop-after 30s in haproxy.cfg`, `grace period of deploy 4711`. */
  deadlineFrom: string | null
  /** Oldest first, at most DRAIN_CURVE. */
  curve: { atMs: number; sessions: number }[]
  sessionsAtStart: number | null
  sessionsLeft: number | null
  /** Clients that persistence still lets in, since it began. */
  stickyArrivals: number
  /** Longest expected to stay first, at most DRAIN_SESSIONS. */
  sessions: DrainSession[]
  forecast: DrainForecast | null
  verdict: DrainVerdict
  /** Sessions cut, in all and by what: `K`, `D`, `RST`, `process gone`. */
  cut: { total: number; by: Record<string, number>; firstAtMs: number; lastAtMs: number } | null
  /** Why it does not get empty, while that is its verdict. */
  stuck: DrainStuck | null
  endedAtMs: number | null
}

/** Nobody leaves; persistence brings clients back; what should have ended it has not. */
export type DrainStuck = { why: 'nobody-leaves' | 'persistence' | 'deadline-passed'; sinceMs: number }

export type DrainForecast = {
  atMs: number
  /** Sessions still open at the deadline; null without one. */
  openAtDeadline: Band | null
  /** Lifetimes of this pool it goes by, and those of them that had not ended yet. */
  lifetimes: number
  running: number
  assumptions: string[]
}

export const DRAIN_CURVE = 600
export const DRAIN_SESSIONS = 50
