/** A HAProxy pool as the simulation sees it: servers, check settings, load, timeouts, and what goes wrong. */

import { type Duration, faultOfDuration } from './draw.ts'

export const MAX_SERVERS = 256
export const MAX_SLOTS = 4096
/** A longer run would say nothing that this one does not. */
export const MAX_RUN_MS = 3_600_000

export type ServerModel = {
  name: string
  weight: number
  backup: boolean
  /** Requests worked on at once: threads, workers, or 1 for an event loop. */
  slots: number
  /** Connections that the kernel holds while all slots are busy; beyond it drops SYNs. */
  backlog: number
  /** HAProxy's `maxconn` of the server line; null: no limit. */
  maxConnections: number | null
  /** One request in one slot: what the server can do is slots / mean. */
  service: Duration
  /** HAProxy holds it DOWN when the run starts; it returns by `rise` unless a fault keeps it there. */
  startsDown?: boolean
  /** Failed checks in a row so far, at moment 0. */
  strikesUsed?: number
}

export type CheckModel = {
  interMs: number
  fastInterMs: number | null
  downInterMs: number | null
  fall: number
  rise: number
  /** After which a check without an answer has failed. */
  timeoutMs: number
  /** Where HAProxy notices its timeout late: any time up to this; null: at once. */
  latestTimeoutMs: number | null
  /** What answering one costs a slot. */
  serviceMs: number
  /** A bare connect: the kernel answers it while its backlog has room. */
  connectOnly: boolean
}

/**
 * `hang`: connections are accepted and never answered; `stall`: the same, and then it goes on; `refuse`: the port is
 * closed; `drop`: nothing answers a SYN; `maint`, `drain`: an operator's. `forMs` null: for good.
 */
export type FaultModel = {
  server: string
  kind: 'hang' | 'stall' | 'refuse' | 'drop' | 'maint' | 'drain'
  atMs: number
  forMs: number | null
}

export type PoolModel = {
  servers: readonly ServerModel[]
  algorithm: 'roundrobin' | 'leastconn'
  /** `option allbackups`. */
  allBackups: boolean
  check: CheckModel
  /** Clients' requests; Poisson, times `loadFactor`. */
  arrivalsPerS: number
  loadFactor: number
  queueTimeoutMs: number
  connectTimeoutMs: number
  serverTimeoutMs: number
  /** HAProxy's `retries`, for connections that fail. */
  retries: number
  /** `option redispatch`. */
  redispatch: boolean
  /** A client that got an error asks again with this chance, each time. */
  clientRetryChance: number
  /** `on-marked-down shutdown-sessions`. */
  shutdownOnDown: boolean
  slowStartMs: number
  faults: readonly FaultModel[]
  /** Load runs for so long before moment 0. */
  warmUpMs: number
  horizonMs: number
}

const within = (value: number, least: number, most: number) => value >= least && value <= most

function faultOfServer(server: ServerModel): string | null {
  if (!within(server.weight, 0, 256)) return 'weight is not 0 to 256'
  if (!Number.isInteger(server.slots) || !within(server.slots, 1, MAX_SLOTS))
    return `slots are not 1 to ${MAX_SLOTS}`
  if (!within(server.backlog, 0, 1e9)) return 'backlog is below 0'
  if (server.maxConnections !== null && !within(server.maxConnections, 1, 1e9)) return 'maxconn is below 1'
  if (!within(server.strikesUsed ?? 0, 0, 1000)) return 'strikes are below 0'
  return faultOfDuration(server.service)
}

function faultOfCheck(check: CheckModel): string | null {
  if (check.latestTimeoutMs !== null && !(check.latestTimeoutMs >= check.timeoutMs))
    return 'its latest timeout is before its timeout'
  for (const ms of [check.interMs, check.fastInterMs ?? 1, check.downInterMs ?? 1, check.timeoutMs])
    if (!within(ms, 1, MAX_RUN_MS * 24)) return 'an interval is below 1 ms'
  for (const count of [check.fall, check.rise])
    if (!Number.isInteger(count) || !within(count, 1, 1000)) return 'fall or rise is not 1 to 1000'
  return within(check.serviceMs, 0, MAX_RUN_MS) ? null : 'its cost is below 0'
}

/** What is wrong with a model, in words; null where it can be run. */
export function faultOfModel(model: PoolModel): string | null {
  if (!within(model.servers.length, 1, MAX_SERVERS)) return `servers are not 1 to ${MAX_SERVERS}`
  const names = new Set(model.servers.map((server) => server.name))
  if (names.size < model.servers.length) return 'two servers have one name'
  for (const server of model.servers) {
    const fault = faultOfServer(server)
    if (fault) return `server ${server.name}: ${fault}`
  }
  const check = faultOfCheck(model.check)
  if (check) return `check: ${check}`
  if (!within(model.arrivalsPerS * model.loadFactor, 0, 1e6)) return 'load is not 0 to 1,000,000 requests/s'
  for (const ms of [model.queueTimeoutMs, model.connectTimeoutMs, model.serverTimeoutMs])
    if (!within(ms, 1, MAX_RUN_MS * 24)) return 'a timeout is below 1 ms'
  if (!within(model.retries, 0, 100)) return 'retries are not 0 to 100'
  if (!within(model.clientRetryChance, 0, 0.95)) return 'clients ask again more than 19 times in 20'
  if (!within(model.slowStartMs, 0, MAX_RUN_MS * 24)) return 'slowstart is below 0'
  if (!within(model.warmUpMs, 0, MAX_RUN_MS) || !within(model.horizonMs, 0, MAX_RUN_MS))
    return 'the run is longer than an hour'
  for (const fault of model.faults) {
    if (!names.has(fault.server)) return `no server ${fault.server}`
    if (!within(fault.atMs, -model.warmUpMs, model.horizonMs)) return 'a fault lies outside the run'
    if (fault.kind === 'stall' && fault.forMs === null) return 'a stall has an end; without one it is a hang'
    if (fault.forMs !== null && !within(fault.forMs, 0, MAX_RUN_MS * 24))
      return 'a fault ends before it begins'
  }
  return null
}
