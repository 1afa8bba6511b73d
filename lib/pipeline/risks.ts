/** Keeps every pool's risk current: load in, risk out, simulations asked for where they can tell more. */

import type { LoadBalancerSettings } from '../model/check-settings.ts'
import type { LoadBalancer, World } from '../model/load-balancer.ts'
import { type ClockOffset, logTime } from '../model/log-time.ts'
import type { Pool } from '../model/pool.ts'
import type { PoolRisk } from '../model/pool-risk.ts'
import type { LogReading } from '../model/reading.ts'
import type { StatedCapacity } from '../risk/capacity.ts'
import type { CascadeForecast } from '../risk/forecast-cascade.ts'
import { intervalSeen } from '../sources/haproxy/config/settings-from-behaviour.ts'
import { observeLogged, observePolled } from '../state/observe-load.ts'
import { poolId } from '../views/to-pool-view.ts'
import { type Believed, believedAgain, type KeptCapacity, keepCapacity } from './kept-capacity.ts'
import { toChance, WITHIN_MS } from './risk-chance.ts'
import { gatherRisk, type RiskInput } from './risk-input.ts'
import { type RiskJob, toRiskJob } from './risk-job.ts'
import {
  createRiskMemory,
  knownCapacity,
  noteFailedCheck,
  type RiskMemory,
  SERVERS_A_LOOK,
} from './risk-memory.ts'
import { riskOfPool } from './risk-of-pool.ts'

/** A pool is looked at no more often than this. */
export const RISK_EVERY_MS = 950
/** What moved less than this is shown anew only so often. */
const SHOW_EVERY_MS = 10_000
const SHOWN_STEP = 0.01
/** A simulation answers for inputs that moved no further than this. */
const SAME_LOAD = 0.015
const SAME_SHARE = 0.25

export type RisksPort = {
  /** Hands a question to whoever simulates; false where too many wait. */
  simulate?: (job: RiskJob) => boolean
  /** What somebody says that a server can carry; null where nobody does. */
  statedCapacity?: (at: { loadBalancer: string; pool: string; server: string }) => StatedCapacity | null
}
export type Risks = ReturnType<typeof createRisks>

function hasMoved(before: PoolRisk, after: PoolRisk): boolean {
  const words = ({ tier, unknown, strikes, survives, servers, capacityBy }: PoolRisk) =>
    JSON.stringify([tier, unknown, strikes, survives, servers, capacityBy])
  if (words(before) !== words(after)) return true
  const step = (a: number | undefined, b: number | undefined) => Math.abs((a ?? -1) - (b ?? -1)) >= SHOWN_STEP
  return (
    step(before.losses[0]?.load.mid, after.losses[0]?.load.mid) ||
    step(before.furtherEviction?.chance.mid, after.furtherEviction?.chance.mid) ||
    before.furtherEviction?.runs !== after.furtherEviction?.runs
  )
}

export function createRisks(world: World, touch: (poolId: string) => void, port: RisksPort = {}) {
  const memories = new Map<string, RiskMemory>()
  /** Of pools that were not heard of since the start. */
  const believedBefore = new Map<string, Believed>()
  const configured = new Map<string, LoadBalancerSettings>()
  let loggedSecond = 0
  /** Pools begin in turn, so that none waits for ever. */
  let turn = 0
  const budget = { ...SERVERS_A_LOOK }

  function memoryOf(id: string): RiskMemory {
    const known = memories.get(id)
    if (known) return known
    const created = createRiskMemory()
    created.believed = believedBefore.get(id) ?? null
    believedBefore.delete(id)
    memories.set(id, created)
    return created
  }

  function gather(lb: LoadBalancer, pool: Pool, nowMs: number): RiskInput {
    const id = poolId(lb.name, pool.name)
    const memory = memoryOf(id)
    const where = { loadBalancer: lb.name, pool: pool.name }
    const stated = (server: string) => port.statedCapacity?.({ ...where, server }) ?? null
    const capacity = knownCapacity(memory, [...pool.servers.values()], { nowMs, budget, stated })
    const waits = [...memory.failed.values()].flatMap((failed) => intervalSeen(failed) ?? [])
    const waitSeenMs = waits.length > 0 ? Math.min(...waits) : null
    return gatherRisk(id, lb, pool, { capacity, waitSeenMs, nowMs })
  }

  /** The simulated chance stands while its inputs do; else the formula's, and a new simulation is asked for. */
  function withSimulation(memory: RiskMemory, input: RiskInput, risk: PoolRisk): PoolRisk {
    const load = risk.losses[0]?.load
    if (!load || !risk.furtherEviction) return risk
    const job = toRiskJob(input, risk)
    if (!job) return risk
    // Within a part of what is not known of it anyway the answer stays the same.
    const step = Math.max(SAME_LOAD, SAME_SHARE * (load.high - load.low))
    const same = (one: { load: typeof load; words: string } | null) =>
      one !== null &&
      one.words === job.words &&
      Math.abs(one.load.mid - load.mid) <= step &&
      Math.abs(one.load.low - load.low) <= 2 * step &&
      Math.abs(one.load.high - load.high) <= 2 * step
    if (same(memory.simulated)) {
      const { furtherEviction, assumptions } = memory.simulated!
      return { ...risk, furtherEviction, assumptions: [...risk.assumptions, ...assumptions] }
    }
    // What is under way is waited for, unless the question has become another one.
    if (memory.asked !== job.words && port.simulate?.(job)) memory.asked = job.words
    return risk
  }

  function look(lb: LoadBalancer, pool: Pool, nowMs: number) {
    const id = poolId(lb.name, pool.name)
    const memory = memoryOf(id)
    if (Math.abs(nowMs - memory.lookedAtMs) < RISK_EVERY_MS) return
    memory.lookedAtMs = nowMs
    const before = pool.risk
    if (!pool.load && !before) return
    const input = gather(lb, pool, nowMs)
    const risk = withSimulation(memory, input, riskOfPool(input))
    if (before && !hasMoved(before, risk) && nowMs - memory.shownAtMs < SHOW_EVERY_MS) return
    memory.shownAtMs = nowMs
    pool.risk = risk
    touch(id)
  }

  function lookAtAll(lb: LoadBalancer, nowMs: number) {
    Object.assign(budget, SERVERS_A_LOOK)
    const pools = [...lb.pools.values()]
    turn++
    for (let at = 0; at < pools.length; at++) look(lb, pools[(at + turn) % pools.length]!, nowMs)
  }

  const believedNow = () =>
    [...memories].flatMap(([id, { believed }]) => (believed ? [[id, believed] as const] : []))

  function setSettings(lb: LoadBalancer) {
    const settings = configured.get(lb.name)
    if (settings) lb.settings = settings
  }

  return {
    /** Its haproxy.cfg was read, or read again. */
    configure(loadBalancer: string, settings: LoadBalancerSettings) {
      configured.set(loadBalancer, settings)
    },
    /** Statistics of this load balancer were applied. */
    polled(lb: LoadBalancer, atMs: number) {
      setSettings(lb)
      observePolled(lb, atMs)
      lookAtAll(lb, atMs)
    },
    /** A line was applied; failed checks tell how often they follow each other. */
    logged(reading: LogReading, loadBalancer: string, clock: ClockOffset | null) {
      const { record } = reading
      if (record.kind !== 'health-check' || record.succeeded || record.agent) return
      const pool = world.loadBalancers.get(loadBalancer)?.pools.get(record.pool)
      const state = pool?.servers.get(record.server)?.claim.kind
      if (state !== 'up' && state !== 'going-down') return
      noteFailedCheck(
        memoryOf(poolId(loadBalancer, record.pool)),
        record.server,
        logTime(reading, clock).atMs,
        record.checkDurationMs ?? 0,
      )
    },
    /** Once a second: what only a log tells of, and pools that are gone. */
    advance(nowMs: number) {
      const second = Math.floor(nowMs / 1000)
      if (second === loggedSecond) return
      loggedSecond = second
      const known = new Set<string>()
      for (const lb of world.loadBalancers.values()) {
        setSettings(lb)
        observeLogged(lb, nowMs)
        for (const pool of lb.pools.values()) known.add(poolId(lb.name, pool.name))
        if (lb.statsAtMs === null) lookAtAll(lb, nowMs)
      }
      for (const id of memories.keys()) if (!known.has(id)) memories.delete(id)
    },
    /** A simulation that was asked for has come so far. */
    simulated(job: RiskJob, forecast: CascadeForecast | null) {
      const memory = memories.get(job.pool)
      if (!memory || memory.asked !== job.words) return
      const { load, words } = job
      memory.asked = null
      if (!forecast) return
      const furtherEviction = {
        withinMs: WITHIN_MS,
        chance: toChance(forecast.chance),
        runs: forecast.replications,
      }
      memory.simulated = { load, words, furtherEviction, assumptions: forecast.assumptions }
    },
    /** What is believed of capacity, for the next start. */
    kept: (nowMs: number): KeptCapacity => keepCapacity([...believedBefore, ...believedNow()], nowMs),
    /** What was believed before this one. */
    seed({ pools }: KeptCapacity, nowMs: number) {
      for (const one of pools) {
        const believed = believedAgain(one, nowMs)
        if (believed) believedBefore.set(one.pool, believed)
      }
    },
    /** Null where there is no such pool. */
    input(id: string, nowMs: number): RiskInput | null {
      const slash = id.indexOf('/')
      const lb = world.loadBalancers.get(id.slice(0, slash))
      const pool = lb?.pools.get(id.slice(slash + 1))
      return lb && pool ? gather(lb, pool, nowMs) : null
    },
  }
}
