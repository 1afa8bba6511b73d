/** One cascade in a pool of its own: load, prediction, fault, and what came of it. */

import { setTimeout as wait } from 'node:timers/promises'
import { askForecasts, askStallUntil } from './ask-forecast.ts'
import { type Cell, cellName, FURTHER_WITHIN_MS, longestEvictionMs, SERVERS } from './cells.ts'
import type { OutcomeLine, PredictionLine } from './record-file.ts'
import type { Pools } from './start-pools.ts'

/**
 * As long as the dashboard looks back where load is steady, and a little: pools run for longer than that. One so near
 * its limit that it falls by itself before is let rest, and asked after half as long.
 */
const LOAD_SEEN_MS = [63_000, 32_000, 16_000, 9000]
const REST_MS = 12_000

/**
 * Load before what is measured, as (ms, share of what all five can do): quiet, a rush in which all are full for a
 * while, so that whoever watches has seen what they can do, and a pause.
 */
const REHEARSAL: readonly { forMs: number; share: number }[] = [
  { forMs: 8000, share: 0.4 },
  { forMs: 3000, share: 1.15 },
  { forMs: 6000, share: 0.99 },
  { forMs: 4000, share: 0.4 },
]
/** All must be in rotation before the fault: the rush may have cost one its place. */
const UP_WITHIN_MS = 40_000
/** The server that is made to hang, as the dashboard calls it and its load balancer. */
const FAULTY = 's1'
const LOAD_BALANCER = 'lb1'
const FOR_GOOD_MS = 3_600_000
const SLACK_MS = 3000
const LOOK_EVERY_MS = 200

export type RunPlan = {
  name: string
  run: string
  cell: Cell
  seed: number
  capacityPerS: number
  /** The dashboard is told it, instead of having to see it. */
  stated: boolean
  signal: AbortSignal
  /** Called before the fault. */
  predicted: (line: PredictionLine) => void
}

/** Null where it could not be kept up for as long as the shortest look. */
export async function playRun(pools: Pools, plan: RunPlan): Promise<Omit<OutcomeLine, 'warnedAtMs'> | null> {
  const { name, run, cell, stated, signal, capacityPerS } = plan
  const { rho, check, stallMs } = cell
  const atRate = rateSetter(pools, plan)
  if (!stated)
    for (const { forMs, share } of REHEARSAL) {
      await atRate(share * SERVERS * capacityPerS)
      await wait(forMs, undefined, { signal })
    }
  const seenMs = await keepUp(pools, plan, () => atRate(rho * (SERVERS - 1) * capacityPerS), atRate)
  if (seenMs === null) return null
  const foretold =
    stallMs === null
      ? ((await askForecasts(pools.url!)).get(name) ?? null)
      : await askStallUntil(pools.url!, `${LOAD_BALANCER}/${name}`, FAULTY, stallMs)
  const own = { rho, check: check.name, stallMs }
  plan.predicted({ line: 'prediction', run, atMs: Date.now(), cell: own, foretold, seenMs })
  const faultAtMs = Date.now()
  await pools.servers.ask({ do: 'stall', name: `${name}/${FAULTY}`, forMs: stallMs ?? FOR_GOOD_MS })
  while (!isOver(pools, name, cell, faultAtMs)) await wait(LOOK_EVERY_MS, undefined, { signal })
  await atRate(0)
  const { first, second, count } = evictionsOf(pools, name, cell, faultAtMs)
  return { line: 'outcome', run, faultAtMs, firstAtMs: first, secondAtMs: second, evicted: count }
}

function rateSetter(pools: Pools, { name, seed }: RunPlan) {
  let step = 0
  return (perSecond: number) =>
    pools.clients.ask({
      ...{ do: 'rate', name, port: pools.ports.get(name)!, perSecond },
      seed: seed * 100 + step++,
    })
}

/** Carries the load until it has been seen long enough with all in rotation; how long that was. */
async function keepUp(
  pools: Pools,
  { name, signal }: RunPlan,
  load: () => Promise<unknown>,
  atRate: (perSecond: number) => Promise<unknown>,
): Promise<number | null> {
  for (const seenMs of LOAD_SEEN_MS) {
    const upBy = Date.now() + UP_WITHIN_MS
    while (!allUp(pools, name)) {
      if (Date.now() > upBy) return null
      await wait(LOOK_EVERY_MS, undefined, { signal })
    }
    await load()
    const until = Date.now() + seenMs
    while (allUp(pools, name) && Date.now() < until) await wait(LOOK_EVERY_MS, undefined, { signal })
    if (allUp(pools, name)) return seenMs
    await atRate(0)
    await wait(REST_MS, undefined, { signal })
  }
  return null
}

function allUp({ evictions }: Pools, pool: string): boolean {
  const down = new Set<string>()
  for (const one of evictions) {
    if (one.pool !== pool) continue
    if (one.what === 'eviction') down.add(one.server)
    else down.delete(one.server)
  }
  return down.size === 0
}

/**
 * First eviction of a pool after the fault, and the first of another server in the time that counts: from that eviction
 * on, or where the server only hangs for a while, and may not be evicted at all, from the fault on.
 */
function evictionsOf(pools: Pools, pool: string, { stallMs }: Cell, faultAtMs: number) {
  const evicted = pools.evictions.filter(
    (one) => one.pool === pool && one.what === 'eviction' && one.atMs >= faultAtMs,
  )
  const [first] = evicted
  const spared = stallMs === null ? first?.server : FAULTY
  const second = first && evicted.find((one) => one.server !== spared)
  const countsFromMs = stallMs === null ? first?.atMs : faultAtMs
  const inTime = second && second.atMs - countsFromMs! <= FURTHER_WITHIN_MS
  return {
    first: first?.atMs ?? null,
    second: inTime ? second.atMs : null,
    count: new Set(evicted.map((one) => one.server)).size,
  }
}

function isOver(pools: Pools, pool: string, cell: Cell, faultAtMs: number): boolean {
  const { first, second } = evictionsOf(pools, pool, cell, faultAtMs)
  const now = Date.now()
  if (second !== null) return true
  if (cell.stallMs !== null) return now > faultAtMs + FURTHER_WITHIN_MS + SLACK_MS
  if (first !== null) return now > first + FURTHER_WITHIN_MS + SLACK_MS
  return now > faultAtMs + longestEvictionMs(cell.check) + SLACK_MS
}

export const unplayed = ({ cell }: RunPlan) => `${cellName(cell)}: it falls by itself`
