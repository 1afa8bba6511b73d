/** Everything that a pool's risk is worked out from, gathered from the world at one moment. */

import {
  type KnownTiming,
  settingsOfPool,
  settingsOfServer,
  shapeOf,
  timingOfServer,
} from '../detectors/check-timing.ts'
import type { LoadBalancer } from '../model/load-balancer.ts'
import type { Pool } from '../model/pool.ts'
import type { LoadSecond } from '../model/pool-load.ts'
import type { Server } from '../model/server.ts'
import type { FailureShape } from '../risk/time-to-evict.ts'
import { strikesLeft } from '../views/check-facts.ts'
import type { PoolCapacity } from './risk-capacity.ts'

/** Load is taken over the longest of these that the newest seconds do not contradict. */
const WINDOWS_S = [60, 30, 10] as const
const NEWEST_S = 10
/** Counts differ by chance: so many standard deviations are no contradiction. */
const CHANCE = 2
/** After so long without a count there is no load. */
const SILENT_S = 15

export type RiskServer = {
  name: string
  weight: number
  backup: boolean
  /** UP and taking new requests. */
  usable: boolean
  down: boolean
  strikes: { left: number; of: number } | null
  /** How its check fails now; null while it passes. */
  failing: { shape: FailureShape | null; durationMs: number | null } | null
  maxConnections: number | null
}

export type RiskInput = {
  id: string
  atMs: number
  servers: RiskServer[]
  algorithm: string
  allBackups: boolean
  requestsPerS: number
  /** Standard error of it, as a share. */
  requestsError: number
  attemptsPerRequest: number
  capacity: PoolCapacity
  timing: KnownTiming | null
  timeouts: { queueMs: number | null; connectMs: number | null; serverMs: number | null }
  retries: number | null
  redispatch: boolean
  shutdownOnDown: boolean
  slowStartMs: number
  assumptions: string[]
}

const EVICTABLE = new Set(['up', 'going-down', 'no-check'])

function toRiskServer(server: Server, line: ReturnType<typeof settingsOfServer>): RiskServer {
  const { claim, check } = server
  const failing =
    claim.kind === 'going-down' && !/^(L[467]OKC?|PROCOK|INI|UNK|CHECKED)/.test(check?.status ?? '')
  return {
    name: server.name,
    weight: server.weight ?? 1,
    backup: server.backup,
    usable: EVICTABLE.has(claim.kind),
    down: claim.kind === 'down' || claim.kind === 'going-up',
    strikes: EVICTABLE.has(claim.kind) ? strikesLeft(server) : null,
    failing: failing
      ? { shape: shapeOf(check?.status ?? null), durationMs: check?.durationMs ?? null }
      : null,
    maxConnections: server.gauges?.sessionLimit ?? line?.maxConnections.value ?? null,
  }
}

function countIn(seconds: readonly LoadSecond[], newest: number, overS: number) {
  let requests = 0
  let attempts = 0
  let first = newest
  for (let at = seconds.length - 1; at >= 0 && seconds[at]!.second > newest - overS; at--) {
    requests += seconds[at]!.requests
    attempts += seconds[at]!.attempts
    first = seconds[at]!.second
  }
  const spanS = Math.max(1, Math.min(overS, newest - Math.min(first, seconds[0]?.second ?? newest) + 1))
  return { requests, attempts, spanS, perS: requests / spanS }
}

/** What comes to the pool, and how well that is known. */
export function loadOf(
  pool: Pool,
  nowMs: number,
): Pick<RiskInput, 'requestsPerS' | 'requestsError' | 'attemptsPerRequest'> {
  const seconds = pool.load?.seconds ?? []
  const newest = seconds.at(-1)?.second
  if (newest === undefined || newest < Math.floor(nowMs / 1000) - SILENT_S)
    return { requestsPerS: 0, requestsError: 1, attemptsPerRequest: 1 }
  const lately = countIn(seconds, newest, NEWEST_S)
  const fits = (overS: number) => {
    const { perS } = countIn(seconds, newest, overS)
    return Math.abs(lately.perS - perS) <= CHANCE * Math.sqrt(Math.max(perS, 1) / lately.spanS)
  }
  const over = countIn(seconds, newest, WINDOWS_S.find(fits) ?? NEWEST_S)
  return {
    requestsPerS: over.perS,
    requestsError: 1 / Math.sqrt(Math.max(1, over.requests)),
    attemptsPerRequest: lately.requests > 0 ? 1 + lately.attempts / lately.requests : 1,
  }
}

export function gatherRisk(
  id: string,
  lb: LoadBalancer,
  pool: Pool,
  known: { capacity: PoolCapacity; waitSeenMs: number | null; nowMs: number },
): RiskInput {
  const { settings } = lb
  const said = settingsOfPool(settings, pool.name)
  const servers = [...pool.servers.values()]
  const checked = servers.find((one) => EVICTABLE.has(one.claim.kind) && one.check?.status) ?? servers[0]
  const timing = checked ? timingOfServer(settings, pool.name, checked, known.waitSeenMs) : null
  const first = said?.servers[0]
  return {
    id,
    atMs: known.nowMs,
    servers: servers.map((one) => toRiskServer(one, settingsOfServer(said, one.name))),
    algorithm: pool.algorithm ?? said?.balance.value ?? 'roundrobin',
    allBackups: said?.allBackups.value ?? false,
    ...loadOf(pool, known.nowMs),
    capacity: known.capacity,
    timing,
    timeouts: {
      queueMs: said?.timeouts.queueMs.value ?? null,
      connectMs: said?.timeouts.connectMs.value ?? null,
      serverMs: said?.timeouts.serverMs.value ?? null,
    },
    retries: said?.retries.value ?? null,
    redispatch: said?.redispatch.value ?? false,
    shutdownOnDown: first?.onMarkedDown.value === 'shutdown-sessions',
    slowStartMs: first?.slowStartMs.value ?? 0,
    assumptions: [
      ...known.capacity.assumptions,
      ...(timing ? [timing.assumption] : ['no server is checked: none is evicted']),
    ],
  }
}
