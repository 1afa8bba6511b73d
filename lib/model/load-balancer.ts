/** One load balancer, all its processes together. */

import type { LoadBalancerSettings } from './check-settings.ts'
import type { Drain } from './drain.ts'
import type { Host } from './host.ts'
import type { Pool } from './pool.ts'
import type { ReplicationGroup } from './replication.ts'
import type { ProcessReading } from './stats-reading.ts'

export type LoadBalancer = {
  name: string
  version: string | null
  node: string | null
  /** By worker name; an old worker stays until it is gone. */
  processes: Map<string, ProcessReading>
  oldWorkers: { pid: number; connections: number | null; sinceMs: number }[]
  /** Newest complete statistics; null where only logs are known. */
  statsAtMs: number | null
  /** Newest log line. */
  logAtMs: number | null
  pools: Map<string, Pool>
  /** Connections to servers, by the client's: `client listener` → the other leg, and when it was last seen so. */
  legs?: Map<string, Leg>
  /** What passes through now, by worker and client, as it was last told. */
  sessions?: Map<string, OpenSession>
  /** By worker: the newest look at its sessions that was a whole one. */
  sessionsAtMs?: Map<string, number>
  /** As its haproxy.cfg says; absent where no file is known. */
  settings?: LoadBalancerSettings
  /** By id: drains that run, and those that ended lately. */
  drains?: Map<string, Drain>
  /** Pools with traffic or news since detectors last looked; absent before the first. */
  touchedPools?: Set<string>
}

export type OpenSession = {
  worker: string
  client: string
  listener: string | null
  pool: string
  server: string
  local: string | null
  remote: string | null
  startedAtMs: number
  startedErrorMs: number
  /** First and newest look that listed it. */
  firstSeenMs: number
  seenAtMs: number
  bytesIn: number | null
  bytesOut: number | null
  /** The newest look that found bytes moved since the look before; null where none has. */
  movedAtMs: number | null
}

export type Leg = {
  pool: string | null
  server: string | null
  local: string
  remote: string
  atMs: number
}

/** Everything as now known. */
export type World = {
  loadBalancers: Map<string, LoadBalancer>
  hosts: Map<string, Host>
  /** By group: replicated stores that were told of. */
  replication?: Map<string, ReplicationGroup>
}
