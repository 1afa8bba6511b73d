/** What is remembered of one pool between two looks at its risk: capacity, failed checks, its newest simulation. */

import type { PoolRisk } from '../model/pool-risk.ts'
import type { Server } from '../model/server.ts'
import { capacityOfPool, nobodySays, type PoolCapacity, type StatedOf } from './risk-capacity.ts'

/** Capacity is told anew this often; at once while servers fail or return. */
export const CAPACITY_EVERY_MS = 10_000
const YOUNG_EVERY_MS = 3_000
/** What was seen full, or rising, holds for so long where nothing newer tells. */
export const BELIEVED_MS = 86_400_000
/** A server that went or came counts as trouble for so long. */
const TROUBLE_MS = 60_000
const MAX_FAILED = 20

/** Servers whose capacity may still be told at this look; what is over waits for the next one. */
export type CapacityBudget = { calm: number; troubled: number }
export const SERVERS_A_LOOK = { calm: 50, troubled: 100 }

export type Simulated = {
  /** Of the question that it answers. */
  load: { low: number; mid: number; high: number }
  words: string
  furtherEviction: NonNullable<PoolRisk['furtherEviction']>
  assumptions: string[]
}

export type RiskMemory = {
  lookedAtMs: number
  shownAtMs: number
  capacity: { atMs: number; told: PoolCapacity } | null
  /** The newest that rests on more than a peak. */
  believed: { atMs: number; told: PoolCapacity } | null
  /** Failed checks of servers that were up, by server, oldest first. */
  failed: Map<string, { atMs: number; durationMs: number }[]>
  simulated: Simulated | null
  /** The question that is being simulated. */
  asked: string | null
}

export const createRiskMemory = (): RiskMemory => ({
  lookedAtMs: 0,
  shownAtMs: 0,
  capacity: null,
  believed: null,
  failed: new Map(),
  simulated: null,
  asked: null,
})

export function noteFailedCheck(memory: RiskMemory, server: string, atMs: number, durationMs: number): void {
  const list = memory.failed.get(server) ?? []
  memory.failed.set(server, list)
  list.push({ atMs, durationMs })
  if (list.length > MAX_FAILED) list.shift()
}

const OUT = new Set(['down', 'going-up', 'going-down'])

function isTroubled(servers: readonly Server[], nowMs: number): boolean {
  return servers.some(
    ({ claim, claimSinceMs }) =>
      OUT.has(claim.kind) || (claim.kind === 'up' && nowMs - claimSinceMs < TROUBLE_MS),
  )
}

const NOT_YET: PoolCapacity = {
  byServer: new Map(),
  estimates: [],
  assumptions: [],
  reason: 'capacity not worked out yet',
}

const onlyPeak = (told: PoolCapacity) =>
  told.reason !== null || [...told.byServer.values()].every((one) => one.source === 'observed-peak')

/** More was carried than was held possible. */
function isRefuted(believed: PoolCapacity, told: PoolCapacity): boolean {
  for (const [name, { band }] of told.byServer) {
    const most = believed.byServer.get(name)?.band.highPerS ?? null
    if (most !== null && band.lowPerS > most) return true
  }
  return false
}

/** Writes into `memory`. */
export function knownCapacity(
  memory: RiskMemory,
  servers: readonly Server[],
  given: { nowMs: number; budget?: CapacityBudget; stated?: StatedOf },
): PoolCapacity {
  const { nowMs, budget = { calm: 1, troubled: 1 }, stated = nobodySays } = given
  const known = memory.capacity
  const ageMs = known ? nowMs - known.atMs : Number.POSITIVE_INFINITY
  const troubled = isTroubled(servers, nowMs)
  const everyMs = troubled ? 900 : known && onlyPeak(known.told) ? YOUNG_EVERY_MS : CAPACITY_EVERY_MS
  // Pools in trouble have a budget of their own; a pool that is larger than its budget has it alone.
  const due = !known || ageMs >= everyMs || ageMs < 0
  const of = troubled ? 'troubled' : 'calm'
  if (due && budget[of] > 0) {
    budget[of] -= servers.length
    const told = capacityOfPool(servers, nowMs, stated)
    memory.capacity = { atMs: nowMs, told }
    if (!onlyPeak(told)) memory.believed = { atMs: nowMs, told }
  }
  const told = memory.capacity?.told ?? NOT_YET
  const { believed } = memory
  if (!believed || !onlyPeak(told) || nowMs - believed.atMs > BELIEVED_MS || isRefuted(believed.told, told))
    return told
  const minutes = Math.round((nowMs - believed.atMs) / 60_000)
  const since = minutes < 1 ? 'just now' : `${minutes} min ago`
  const byServer = new Map(
    servers.map((one) => [
      one.name,
      believed.told.byServer.get(one.name) ?? [...believed.told.byServer.values()][0]!,
    ]),
  )
  return {
    ...believed.told,
    byServer,
    assumptions: [...believed.told.assumptions, `capacity as it was told ${since}`],
  }
}
