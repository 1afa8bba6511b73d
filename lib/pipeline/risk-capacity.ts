/** What a pool's servers can carry: those that are alike are told from the seconds of all of them. */

import type { CapacityEstimate } from '../model/pool-risk.ts'
import type { Server } from '../model/server.ts'
import { type CapacityAnswer, mergeAnswers, type StatedCapacity, statedEstimate } from '../risk/capacity.ts'
import type { CapacityBand } from '../risk/capacity-band.ts'
import {
  type CapacitySecond,
  type CapacitySource,
  type Estimated,
  MAX_SECONDS,
  quantile,
} from '../risk/capacity-evidence.ts'
import { capacityFromResponseTime } from '../risk/capacity-from-response-time.ts'
import {
  capacityFromMaxConnections,
  capacityFromPeak,
  capacityFromSaturation,
} from '../risk/capacity-from-traffic.ts'
import { capacitySeconds, mostSessions } from './risk-evidence.ts'
import {
  type AnswerRow,
  answerRows,
  capacityFromFullSeconds,
  MORE_TRAFFIC,
  workOf,
} from './risk-full-seconds.ts'

/** Servers are alike where their quick answers take no more than so many times as long as their peers'. */
const ALIKE = 1.6
/** A `maxconn` that no server came near says nothing of what it can carry. */
const NEAR_LIMIT = 0.5
const LEAST_SECONDS = 3
/** Estimates that are listed; of servers that are all different each has its own. */
const MAX_ESTIMATES = 16
/** A rise of response times is fitted from so many seconds of all servers on: fewer are one mood of the traffic. */
const LEAST_FITTED = 300
const TOO_SHORT: Estimated = { ok: false, reason: `fewer than ${LEAST_FITTED} seconds with traffic` }
/** Connections ÷ throughput is then how long they stay, most of it idle. */
const KEPT_OPEN: Estimated = {
  ok: false,
  reason: 'in mode tcp connections stay open: how many there are does not tell how full it is',
}
/** Before so many seconds quick answers do not tell servers apart. */
const GROWN_SECONDS = 60
/** Connections at once below which nothing queues. */
const LEAST_SESSIONS = 4
/** Calm seconds answer within so many times the quickest tenth; so many of them are needed to compare with. */
const CALM = 2
const LEAST_CALM = 5

export const SOURCE_NAMES: Record<CapacitySource, CapacityEstimate['source']> = {
  stated: 'stated',
  saturated: 'seen-full',
  'response-time': 'response-time-under-load',
  'max-connections': 'configured-limit',
  peak: 'observed-peak',
}

export type KnownCapacity = {
  band: CapacityBand
  source: CapacityEstimate['source']
  /** Response time while hardly loaded. */
  unloadedMs: number
}

export type PoolCapacity = {
  byServer: Map<string, KnownCapacity>
  estimates: CapacityEstimate[]
  assumptions: string[]
  /** Why nothing can be said. */
  reason: string | null
}

/** By the server's name. */
export type StatedOf = (server: string) => StatedCapacity | null
export const nobodySays: StatedOf = () => null

type Told = {
  server: Server
  stated: StatedCapacity | null
  seconds: CapacitySecond[]
  raw: CapacitySecond[]
  rows: AnswerRow[]
  quickMs: number
}

const quickOf = (seconds: readonly CapacitySecond[]) =>
  quantile(
    seconds.map((one) => one.responseMs).sort((a, b) => a - b),
    0.1,
  )

const isSaidOf = ({ stated: a }: Told, { stated: b }: Told) =>
  a?.lowPerS === b?.lowPerS && a?.highPerS === b?.highPerS

/** While little is known all are taken as alike; then those whose quick answers take about as long. A weight of its own is a size of its own. */
function groupsOf(told: readonly Told[]): Told[][] {
  const groups: Told[][] = []
  for (const one of [...told].sort((a, b) => a.quickMs - b.quickMs)) {
    const home = groups.find(([first]) => {
      const young = Math.min(first!.seconds.length, one.seconds.length) < GROWN_SECONDS
      const alike = first!.server.userWeight === one.server.userWeight && isSaidOf(first!, one)
      return alike && (young || one.quickMs <= ALIKE * first!.quickMs)
    })
    if (home) home.push(one)
    else groups.push([one])
  }
  return groups
}

function limitOf(group: readonly Told[]): number | null {
  const near = group.filter(({ server }) => {
    const limit = server.gauges?.sessionLimit ?? null
    return limit !== null && limit > 0 && mostSessions(server) >= NEAR_LIMIT * limit
  })
  return near[0]?.server.gauges?.sessionLimit ?? null
}

/** The log tells whether all had to wait; statistics alone only that answers took longer. */
function ask(group: readonly Told[]): CapacityAnswer {
  const seconds = group.flatMap((one) => one.seconds)
  const rows = group.flatMap((one) => one.rows)
  const raw = group.flatMap((one) => one.raw)
  const tunnels = group.some(({ server }) => server.mode === 'tcp')
  return mergeAnswers([
    statedEstimate(group[0]!.stated),
    tunnels ? KEPT_OPEN : rows.length > 0 ? capacityFromFullSeconds(rows) : fullByStatistics(group, seconds),
    tunnels ? KEPT_OPEN : raw.length < LEAST_FITTED ? TOO_SHORT : capacityFromResponseTime(raw),
    capacityFromMaxConnections(limitOf(group), seconds),
    capacityFromPeak(seconds),
  ])
}

/** Slowness that came without more traffic is a slow dependency, not a full server. */
function fullByStatistics(group: readonly Told[], seconds: readonly CapacitySecond[]): Estimated {
  const queued = group.some(({ server }) => mostSessions(server) >= LEAST_SESSIONS)
  if (!queued) return { ok: false, reason: 'it was never seen full' }
  const full = capacityFromSaturation(seconds)
  const quickMs = quickOf(seconds)
  const calm = seconds.filter((one) => one.responseMs < CALM * quickMs)
  const carriedPerS = calm.reduce((sum, one) => sum + one.throughputPerS, 0) / Math.max(1, calm.length)
  const byLoad =
    full.ok && calm.length >= LEAST_CALM && (full.estimate.midPerS ?? 0) >= MORE_TRAFFIC * carriedPerS
  return byLoad || !full.ok
    ? full
    : { ok: false, reason: 'it became slow without more traffic: slowness, not load' }
}

/** A server without evidence of its own is taken for one of the largest group. */
export function capacityOfPool(
  servers: readonly Server[],
  nowMs: number,
  stated: StatedOf = nobodySays,
): PoolCapacity {
  const most = Math.max(120, Math.floor(MAX_SECONDS / Math.max(1, servers.length)))
  const told = servers
    .map((server) => {
      const seconds = capacitySeconds(server, nowMs, Math.min(600, most))
      const raw = capacitySeconds(server, nowMs, Math.min(600, most), 1)
      const rows = answerRows(server, nowMs)
      return { server, stated: stated(server.name), seconds, raw, rows, quickMs: quickOf(seconds) }
    })
    .filter((one) => one.seconds.length >= LEAST_SECONDS)
  const capacity: PoolCapacity = { byServer: new Map(), estimates: [], assumptions: [], reason: null }
  let largest: { size: number; known: KnownCapacity } | null = null
  for (const group of groupsOf(told)) {
    const answer = ask(group)
    if (!answer.ok) {
      capacity.reason ??= answer.reason
      continue
    }
    const { band, used, why, estimates } = answer.capacity
    const quickMs = quantile(
      group.map((one) => one.quickMs).sort((a, b) => a - b),
      0.5,
    )
    const work = workOf(group.flatMap((one) => one.rows))
    const known = { band, source: SOURCE_NAMES[used], unloadedMs: Math.max(1, work?.workMs ?? quickMs) }
    for (const { server } of group) capacity.byServer.set(server.name, known)
    const whose = group.length === told.length ? null : group[0]!.server.name
    for (const { source, lowPerS, highPerS, assumption } of capacity.estimates.length < MAX_ESTIMATES
      ? estimates
      : [])
      capacity.estimates.push({ source: SOURCE_NAMES[source], server: whose, lowPerS, highPerS, assumption })
    const who = group.length === 1 ? group[0]!.server.name : `${group.length} servers taken as alike`
    capacity.assumptions.push(`capacity of ${who}: ${why}`)
    if (!largest || group.length > largest.size) largest = { size: group.length, known }
  }
  if (!largest) {
    capacity.reason ??= 'no traffic to tell their capacity from'
    return capacity
  }
  capacity.reason = null
  const without = servers.filter((server) => !capacity.byServer.has(server.name))
  for (const server of without) capacity.byServer.set(server.name, largest.known)
  if (without.length > 0)
    capacity.assumptions.push(
      `${without
        .map((one) => one.name)
        .slice(0, 4)
        .join(', ')}: taken as like the others`,
    )
  return capacity
}
