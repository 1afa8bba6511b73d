/** Plays several cascades at once, each in a pool of its own: load, prediction, fault, and what came of it. */

import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../haproxy/until.ts'
import { askAlarms, askForecasts } from './ask-forecast.ts'
import { type Cell, FURTHER_WITHIN_MS, longestEvictionMs, SERVERS } from './cells.ts'
import { CAPACITY_ERROR } from './measure-capacity.ts'
import type { OutcomeLine, PredictionLine } from './record-file.ts'
import { type Pools, startPools } from './start-pools.ts'

/** As long as the dashboard looks back where load is steady, and a little: pools run for longer than that. */
const LOAD_SEEN_MS = 63_000

/**
 * Load before the fault, as (ms, share of what all five can do; null: what is measured): quiet, a rush in which all are
 * full for a while, so that whoever watches has seen what they can do, a pause, and the load that is measured.
 */
const COURSE: readonly { forMs: number; share: number | null }[] = [
  { forMs: 8000, share: 0.4 },
  { forMs: 3000, share: 1.15 },
  { forMs: 6000, share: 0.99 },
  { forMs: 4000, share: 0.4 },
  { forMs: LOAD_SEEN_MS, share: null },
]
/** Where it is told what they can do: it needs to see the load only. */
const TOLD_COURSE: typeof COURSE = [{ forMs: LOAD_SEEN_MS, share: null }]
/** All must be in rotation before the fault: the rush may have cost one its place. */
const UP_WITHIN_MS = 40_000
const ASK_EVERY_MS = 500
const FOR_GOOD_MS = 3_600_000
const SLACK_MS = 3000

export type BatchOptions = {
  cells: readonly Cell[]
  capacityPerS: number
  /** The dashboard is told it, instead of having to see it. */
  stated: boolean
  seed: number
  signal: AbortSignal
  /** Called before the fault. */
  predicted: (line: PredictionLine) => void
  say: (line: string) => void
}

export async function playBatch(options: BatchOptions): Promise<OutcomeLine[]> {
  const { cells, seed, signal, say, stated, capacityPerS } = options
  const plans = cells.map((cell, n) => ({ name: `pool${n + 1}`, check: cell.check, seed: seed * 100 + n }))
  const requestsPerSecond = [1 - CAPACITY_ERROR, 1 + CAPACITY_ERROR].map((share) => share * capacityPerS)
  const capacity = plans.map(({ name }) => ({ pool: name, requestsPerSecond }))
  const pools = await startPools(plans, stated ? { capacity } : {})
  try {
    await load(pools, options)
    await until('all servers in rotation', () => allUp(pools), { timeoutMs: UP_WITHIN_MS, everyMs: 200 })
    const foretold = await askForecasts(pools.url!)
    const atMs = Date.now()
    const runs = cells.map((cell, n) => {
      const run = `${seed}-${n + 1}`
      const { rho, check, stallMs } = cell
      const own = { rho, check: check.name, stallMs }
      options.predicted({
        line: 'prediction',
        run,
        atMs,
        cell: own,
        foretold: foretold.get(`pool${n + 1}`) ?? null,
      })
      return run
    })
    const warned = new Map<string, number>()
    const watching = watchWarnings(pools, atMs, warned)
    await pools.servers.ask({ do: 'lateness' })
    const faultAtMs = Date.now()
    for (const [n, { stallMs }] of cells.entries())
      await pools.servers.ask({ do: 'stall', name: `pool${n + 1}/s1`, forMs: stallMs ?? FOR_GOOD_MS })
    say(`faults at ${cells.length} pools`)
    await untilOver(pools, cells, faultAtMs, signal)
    watching.stop()
    const lateMs = Math.round(await pools.servers.ask<number>({ do: 'lateness' }))
    return cells.map((_, n) => ({ ...outcomeOf(pools, `pool${n + 1}`, runs[n]!, faultAtMs, warned), lateMs }))
  } finally {
    await pools.stop()
  }
}

async function load(pools: Pools, { cells, capacityPerS, stated, seed, signal }: BatchOptions) {
  for (const [step, { forMs, share }] of (stated ? TOLD_COURSE : COURSE).entries()) {
    for (const [n, { rho }] of cells.entries()) {
      const name = `pool${n + 1}`
      const perSecond = capacityPerS * (share === null ? rho * (SERVERS - 1) : share * SERVERS)
      await pools.clients.ask({
        ...{ do: 'rate', name, port: pools.ports.get(name)!, perSecond },
        seed: seed * 1000 + n * 10 + step,
      })
    }
    await wait(forMs, undefined, { signal })
  }
}

function allUp({ evictions }: Pools): boolean {
  const down = new Set<string>()
  for (const { pool, server, what } of evictions)
    if (what === 'eviction') down.add(`${pool}/${server}`)
    else down.delete(`${pool}/${server}`)
  return down.size === 0
}

/** First eviction of a pool after the fault, and the first of another server in the time that counts. */
function evictionsOf(pools: Pools, pool: string, faultAtMs: number) {
  const evicted = pools.evictions.filter(
    (one) => one.pool === pool && one.what === 'eviction' && one.atMs >= faultAtMs,
  )
  const [first] = evicted
  const second = first && evicted.find((one) => one.server !== first.server)
  const inTime = second && second.atMs - first.atMs <= FURTHER_WITHIN_MS
  return {
    first: first?.atMs ?? null,
    second: inTime ? second.atMs : null,
    count: new Set(evicted.map((one) => one.server)).size,
  }
}

async function untilOver(pools: Pools, cells: readonly Cell[], faultAtMs: number, signal: AbortSignal) {
  const over = (cell: Cell, n: number) => {
    const { first, second } = evictionsOf(pools, `pool${n + 1}`, faultAtMs)
    const now = Date.now()
    if (second !== null) return true
    if (first !== null) return now > first + FURTHER_WITHIN_MS + SLACK_MS
    const lost =
      cell.stallMs === null
        ? longestEvictionMs(cell.check)
        : cell.stallMs + cell.check.interMs * cell.check.fall
    return now > faultAtMs + lost + SLACK_MS + (cell.stallMs === null ? 0 : FURTHER_WITHIN_MS / 4)
  }
  while (!cells.every(over)) await wait(250, undefined, { signal })
}

function watchWarnings(pools: Pools, fromMs: number, warned: Map<string, number>) {
  let stopped = false
  const warn = (pool: string) => {
    if (!warned.has(pool)) warned.set(pool, Date.now())
  }
  void (async () => {
    while (!stopped) {
      for (const [pool, { chance }] of await askForecasts(pools.url!).catch(() => new Map()))
        if (chance && chance.mid > 0.5) warn(pool)
      for (const { pool, kind } of await askAlarms(pools.url!, fromMs).catch(() => []))
        if (kind === 'cascade-risk') warn(pool)
      await wait(ASK_EVERY_MS)
    }
  })()
  return {
    stop: () => {
      stopped = true
    },
  }
}

function outcomeOf(
  pools: Pools,
  pool: string,
  run: string,
  faultAtMs: number,
  warned: Map<string, number>,
): OutcomeLine {
  const { first, second, count } = evictionsOf(pools, pool, faultAtMs)
  return {
    ...{ line: 'outcome', run, faultAtMs, firstAtMs: first, secondAtMs: second, evicted: count },
    warnedAtMs: warned.get(pool) ?? null,
  }
}
