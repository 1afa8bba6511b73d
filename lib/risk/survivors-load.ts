/** The load on the servers that are left when others are lost: ρ of the pool and of its hottest server. */

import { type CapacityBand, isBand, type LoadRatio, loadRatio, sumCapacity } from './capacity-band.ts'

/** Losses of more servers than this at once are not worked out. */
export const MAX_LOST = 64

export type LoadedServer = {
  name: string
  weight: number
  backup: boolean
  /** UP and taking new requests. */
  usable: boolean
  capacity: CapacityBand | null
  /** Health checks of all load balancers, in requests' worth of work a second. */
  checksPerS: number
}

export type LoadedPool = {
  servers: readonly LoadedServer[]
  /** HAProxy's `balance`. */
  algorithm: string
  /** `option allbackups`. */
  allBackups: boolean
  /** Clients' requests. */
  requestsPerS: number
  /** Connections that one request makes on average, retries and redispatches counted: 1 or more. */
  attemptsPerRequest: number
}

export type SurvivorsLoad = {
  lost: string[]
  survivors: number
  onBackups: boolean
  pool: LoadRatio
  hottest: { server: string; load: LoadRatio }
  /** The one that decides: the hottest server's where shares follow weights, the pool's where they follow load. */
  limiting: LoadRatio
  assumption: string
}

export type SurvivorsAnswer = { ok: true; load: SurvivorsLoad } | { ok: false; reason: string }

/** These send requests to whoever is free; all others share by weight, hashes at best. */
const FOLLOWS_LOAD = /^(leastconn|random|first)/
const IN_TURN = /^(roundrobin|static-rr)/

function assumptionOf(algorithm: string): string {
  if (FOLLOWS_LOAD.test(algorithm)) return `balance ${algorithm} sends requests to whoever is least busy`
  if (IN_TURN.test(algorithm)) return `balance ${algorithm} shares by weight, however slow a server is`
  return `balance ${algorithm} shares by weight at best; a hot key makes it worse`
}

/** Who would get the traffic: active servers, or backups when none is left. */
function survivorsOf(pool: LoadedPool, lost: ReadonlySet<string>): LoadedServer[] {
  const fit = pool.servers.filter((server) => server.usable && server.weight > 0 && !lost.has(server.name))
  const active = fit.filter((server) => !server.backup)
  if (active.length > 0) return active
  return pool.allBackups ? fit : fit.slice(0, 1)
}

const demandOf = (pool: LoadedPool) => pool.requestsPerS * Math.max(1, pool.attemptsPerRequest)

/** ρ after losing exactly these servers; none lost is the load as it is. */
export function survivorsLoad(pool: LoadedPool, lost: ReadonlySet<string>): SurvivorsAnswer {
  const demand = demandOf(pool)
  if (!(demand >= 0 && Number.isFinite(demand))) return { ok: false, reason: 'the load is not known' }
  const left = survivorsOf(pool, lost)
  const first = left[0]
  if (!first) return { ok: false, reason: 'no server is left' }
  const bands: CapacityBand[] = []
  for (const { name, capacity } of left) {
    if (!capacity || !isBand(capacity)) return { ok: false, reason: `capacity of ${name} is not known` }
    bands.push(capacity)
  }
  const weights = left.reduce((sum, server) => sum + server.weight, 0)
  const checks = left.reduce((sum, server) => sum + server.checksPerS, 0)
  const whole = loadRatio(demand + checks, sumCapacity(bands))
  let hottest = { server: first.name, load: { low: 0, mid: null, high: -1 } as LoadRatio }
  left.forEach((server, index) => {
    const load = loadRatio((demand * server.weight) / weights + server.checksPerS, bands[index]!)
    if ((load.mid ?? load.high) > (hottest.load.mid ?? hottest.load.high))
      hottest = { server: server.name, load }
  })
  const load: SurvivorsLoad = {
    lost: [...lost],
    survivors: left.length,
    onBackups: first.backup,
    pool: whole,
    hottest,
    limiting: FOLLOWS_LOAD.test(pool.algorithm) ? whole : hottest.load,
    assumption: assumptionOf(pool.algorithm),
  }
  return { ok: true, load }
}

const expectedOf = (server: LoadedServer) => server.capacity?.midPerS ?? server.capacity?.lowPerS ?? 0

/** Of the `count` heaviest but one: the loss that leaves this one with most. */
function worstSet(active: readonly LoadedServer[], demand: number, count: number): string[] {
  const sums = [0]
  for (const server of active) sums.push(sums.at(-1)! + server.weight)
  const total = sums.at(-1)!
  let worst = { ratio: -1, index: -1 }
  active.forEach((server, index) => {
    const gone = index < count ? sums[count + 1]! - server.weight : sums[count]!
    const ratio = ((demand * server.weight) / (total - gone) + server.checksPerS) / expectedOf(server)
    if (ratio > worst.ratio) worst = { ratio, index }
  })
  return active
    .filter((_, index) => index !== worst.index)
    .slice(0, count)
    .map((server) => server.name)
}

/**
 * The worst loss of 1, 2, … servers, up to all but one active server, and of all of them where a backup stands by.
 * Where shares follow load that is the loss of the most capable; else of the heaviest but for the one left hottest.
 */
export function worstLosses(pool: LoadedPool): SurvivorsLoad[] {
  const active = survivorsOf(pool, new Set()).filter((server) => !server.backup)
  const followsLoad = FOLLOWS_LOAD.test(pool.algorithm)
  active.sort((a, b) =>
    followsLoad
      ? expectedOf(b) - expectedOf(a)
      : b.weight - a.weight || expectedOf(b) - expectedOf(a) || (a.name < b.name ? -1 : 1),
  )
  const losses: SurvivorsLoad[] = []
  for (let count = 1; count <= Math.min(active.length, MAX_LOST); count++) {
    const lost =
      followsLoad || count === active.length
        ? active.slice(0, count).map((server) => server.name)
        : worstSet(active, demandOf(pool), count)
    const answer = survivorsLoad(pool, new Set(lost))
    if (answer.ok) losses.push(answer.load)
  }
  return losses
}
