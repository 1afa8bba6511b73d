/** A pool as the simulation of cascades wants it, from all that is known of it. */

import { capacityFactors } from '../risk/capacity-band.ts'
import type { CapacityFactors } from '../risk/forecast-cascade.ts'
import { type CheckModel, MAX_SERVERS, type PoolModel, type ServerModel } from '../risk/pool-model.ts'
import { failingCheck } from '../risk/time-to-evict.ts'
import { toServerModel } from '../risk/to-server-model.ts'
import { overrunShape, untilLost, WITHIN_MS } from './risk-chance.ts'
import type { RiskInput } from './risk-input.ts'

const DEFAULT_TIMEOUT_MS = { queueMs: 5_000, connectMs: 5_000, serverMs: 30_000 }
const DEFAULT_RETRIES = 3
/** What answering one check costs. */
const CHECK_COST_MS = 1

export type SimulatedQuestion = {
  model: PoolModel
  /** What is not known of capacity and load together. */
  band: CapacityFactors
  assumptions: string[]
}
export type ModelAnswer = { ok: true; question: SimulatedQuestion } | { ok: false; reason: string }

function checkModel(input: RiskInput): CheckModel | null {
  const { timing } = input
  if (!timing) return null
  const { interMs, fastInterMs, fall, timeoutConnectMs, waitsForAnswer } = timing.timing
  const silent = failingCheck(timing.timing, 'accepts-and-is-silent')
  const dropped = Math.min(interMs, timeoutConnectMs ?? interMs)
  return {
    ...{ interMs, fastInterMs, downInterMs: timing.downInterMs, fall, rise: timing.rise },
    timeoutMs: Math.max(1, silent?.minMs ?? dropped),
    latestTimeoutMs: silent && silent.maxMs > silent.minMs ? silent.maxMs : null,
    serviceMs: waitsForAnswer ? CHECK_COST_MS : 0,
    connectOnly: !waitsForAnswer,
  }
}

/** Servers that are down stay so: what made them fail is not known to be over. */
function serverModels(input: RiskInput): { servers: ServerModel[]; notes: string[] } | string {
  const servers: ServerModel[] = []
  const notes: string[] = []
  for (const server of input.servers) {
    if (!server.usable) continue
    const known = input.capacity.byServer.get(server.name)
    if (!known || known.band.midPerS === null) return 'capacity is only known from below'
    const { name, weight, backup, maxConnections, strikes } = server
    const answer = toServerModel({
      ...{ name, weight: Math.min(256, weight), backup, maxConnections, backlog: null, cv: null },
      ...{ capacityPerS: known.band.midPerS, unloadedMs: known.unloadedMs },
    })
    if (!answer.ok) return answer.reason
    const strikesUsed = strikes ? strikes.of - strikes.left : 0
    servers.push({ ...answer.server, ...(strikesUsed > 0 && { strikesUsed }) })
    if (notes.length === 0) notes.push(...answer.assumptions)
  }
  return { servers, notes }
}

/** All factors alike: the widest relative band of any server, and the load's own error. */
function factorsOf(input: RiskInput): CapacityFactors {
  let [low, high] = [1, 1]
  for (const { band } of input.capacity.byServer.values()) {
    const factors = capacityFactors(band)
    low = Math.min(low, factors?.low ?? 1)
    high = Math.max(high, factors?.high ?? 1)
  }
  const more = 1.645 * input.requestsError
  return { low: Math.max(0.2, 1 - Math.hypot(1 - low, more)), high: 1 + Math.hypot(high - 1, more) }
}

/** Without faults; they are added by who asks. The reason where nothing can be simulated. */
export function toPoolModel(input: RiskInput): ModelAnswer {
  const check = checkModel(input)
  const evict = untilLost(input)
  if (!check || !evict) return { ok: false, reason: 'no server is checked' }
  const made = serverModels(input)
  if (typeof made === 'string') return { ok: false, reason: made }
  if (made.servers.length === 0) return { ok: false, reason: 'no server is usable' }
  if (made.servers.length > MAX_SERVERS) return { ok: false, reason: `more than ${MAX_SERVERS} servers` }
  const { queueMs, connectMs, serverMs } = input.timeouts
  const connectTimeoutMs = connectMs || DEFAULT_TIMEOUT_MS.connectMs
  const model: PoolModel = {
    servers: made.servers,
    algorithm: input.algorithm.startsWith('leastconn') ? 'leastconn' : 'roundrobin',
    allBackups: input.allBackups,
    check,
    arrivalsPerS: input.requestsPerS,
    loadFactor: 1,
    // Without timeout queue requests wait as long as timeout connect says.
    queueTimeoutMs: queueMs || connectTimeoutMs,
    connectTimeoutMs,
    serverTimeoutMs: serverMs || DEFAULT_TIMEOUT_MS.serverMs,
    retries: input.retries ?? DEFAULT_RETRIES,
    redispatch: input.redispatch,
    clientRetryChance: 0,
    shutdownOnDown: input.shutdownOnDown,
    slowStartMs: input.slowStartMs,
    faults: [],
    warmUpMs: 3_000,
    horizonMs: Math.round(WITHIN_MS + (overrunShape(input) === 'drops' ? evict.maxMs : evict.maxMs)),
  }
  return {
    ok: true,
    question: { model, band: factorsOf(input), assumptions: [...input.assumptions, ...made.notes] },
  }
}
