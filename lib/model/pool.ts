/** HAProxy's backend: its servers, and what it says of itself as a whole. */

import type { PoolLoad } from './pool-load.ts'
import type { PoolRisk } from './pool-risk.ts'
import type { PoolTraffic } from './pool-traffic.ts'
import type { Server, ServerRates, WorkerNumbers } from './server.ts'
import type { Counters, Gauges } from './stats-reading.ts'

export type Pool = {
  name: string
  /** HAProxy's status text of the backend row, verbatim; null where only logs are known. */
  status: string | null
  up: boolean | null
  mode: string | null
  algorithm: string | null
  gauges: Gauges | null
  counters: Map<string, Counters>
  rates: ServerRates | null
  /** By worker name, where statistics are polled. */
  workers?: Map<string, WorkerNumbers>
  servers: Map<string, Server>
  /** What the log tells of it as a whole; absent before its first line. */
  traffic?: PoolTraffic
  /** What it was asked to carry; absent before any. */
  load?: PoolLoad
  /** What would become of it; absent until it has been worked out. */
  risk?: PoolRisk
}
