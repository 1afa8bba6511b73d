/** What a load balancer's own statistics said at one moment. */

import type { Claim } from './claim.ts'

/** A row's numbers since the process started; null where the field does not apply. */
export type Counters = {
  sessionsTotal: number | null
  requestsTotal: number | null
  bytesIn: number | null
  bytesOut: number | null
  requestErrors: number | null
  connectErrors: number | null
  responseErrors: number | null
  retries: number | null
  redispatches: number | null
  responses1xx: number | null
  responses2xx: number | null
  responses3xx: number | null
  responses4xx: number | null
  responses5xx: number | null
  responsesOther: number | null
  clientAborts: number | null
  serverAborts: number | null
  checkFailures: number | null
  downTransitions: number | null
}

export type Gauges = {
  sessions: number | null
  sessionsMax: number | null
  sessionLimit: number | null
  queue: number | null
  queueLimit: number | null
  /** Averages over the last 1024 requests. */
  queueTimeMs: number | null
  connectTimeMs: number | null
  responseTimeMs: number | null
  totalTimeMs: number | null
  sessionRate: number | null
}

export type CheckReading = {
  /** `L7OK`, `L4TOUT`, …, without the running mark; null for tracked or unchecked servers. */
  status: string | null
  running: boolean
  code: number | null
  durationMs: number | null
  /** HAProxy's words for the last result. */
  description: string | null
  lastText: string | null
  rise: number | null
  fall: number | null
  health: number | null
}

export type ServerReading = {
  pool: string
  server: string
  claim: Claim
  /** How long HAProxy says the state has lasted. */
  sinceChangeS: number | null
  downtimeS: number | null
  weight: number | null
  userWeight: number | null
  active: boolean
  backup: boolean
  check: CheckReading
  agent: CheckReading
  tracked: string | null
  throttlePercent: number | null
  address: string | null
  cookie: string | null
  mode: string | null
  counters: Counters
  gauges: Gauges
}

export type PoolReading = {
  pool: string
  status: string
  up: boolean | null
  mode: string | null
  algorithm: string | null
  weight: number | null
  activeServers: number | null
  backupServers: number | null
  sinceChangeS: number | null
  counters: Counters
  gauges: Gauges
}

export type FrontendReading = {
  frontend: string
  status: string
  mode: string | null
  counters: Counters
  gauges: Gauges
}

export type StatsReading = {
  kind: 'stats'
  source: string
  loadBalancer: string
  worker: string | null
  atMs: number
  /** True where rows were rejected: what is missing here may still exist. */
  partial?: true
  frontends: FrontendReading[]
  pools: PoolReading[]
  servers: ServerReading[]
}

/** `show info`: which process answers. */
export type ProcessReading = {
  kind: 'process'
  source: string
  loadBalancer: string
  worker: string | null
  atMs: number
  version: string | null
  node: string | null
  pid: number | null
  processNumber: number | null
  startedAtMs: number | null
  uptimeS: number | null
  stopping: boolean
  connections: number | null
  droppedLogs: number | null
}

/** `show proc` of the master CLI: the workers, old ones included. */
export type WorkersReading = {
  kind: 'workers'
  source: string
  loadBalancer: string
  atMs: number
  workers: {
    pid: number
    old: boolean
    reloads: number | null
    uptimeS: number | null
    version: string | null
  }[]
}

export type ServersStateReading = {
  kind: 'servers-state'
  source: string
  loadBalancer: string
  atMs: number
  servers: {
    pool: string
    server: string
    address: string | null
    port: number | null
    operational: 'stopped' | 'starting' | 'running' | 'stopping' | 'unknown'
    /** Names of the bits set in the decimal admin mask. */
    admin: (
      | 'forced-maint'
      | 'inherited-maint'
      | 'config-maint'
      | 'forced-drain'
      | 'inherited-drain'
      | 'resolution-maint'
      | 'fqdn-changed'
    )[]
    userWeight: number | null
    initialWeight: number | null
    sinceChangeS: number | null
    fqdn: string | null
  }[]
}

/** `show table NAME`: users that a stick table binds to servers, counted. */
export type StickTableReading = {
  kind: 'stick-table'
  source: string
  loadBalancer: string
  worker: string | null
  atMs: number
  /** Named after the proxy that holds it. */
  table: string
  /** All entries, bound or not. */
  used: number
  /** By server, as HAProxy names it there: its name, or its address. */
  users: Map<string, number>
}

/** `show sess all`, or the shorter `show sess`: what passes through a proxy. */
export type SessionsReading = {
  kind: 'sessions'
  source: string
  loadBalancer: string
  worker: string | null
  atMs: number
  /** True where there were more than could be read: what is missing here may still be open. */
  partial?: true
  sessions: {
    /** The client's end, and the address it asked for: `10.0.0.9:50001`, `[fd00::9]:50001`. */
    client: string
    /** Null in the short form. */
    listener: string | null
    pool: string | null
    server: string | null
    /** The connection to the server: HAProxy's end and the server's; null before there is one. */
    local: string | null
    remote: string | null
    /** When it began, by this host's clock; null where the answer does not tell. */
    startedAtMs: number | null
    startedErrorMs: number
    /** What came from the client and from the server so far; the short form does not tell. */
    bytesIn: number | null
    bytesOut: number | null
  }[]
}

/** A row or a whole text that could not be read; `count` stands for that many of the same reason (absent: 1). */
export type Reject = { reason: string; raw: string; count?: number }
