/** Plays several cascades at once, each in a pool of its own, and notes from when the dashboard warned of each. */

import { setTimeout as wait } from 'node:timers/promises'
import { askAlarms, askForecasts } from './ask-forecast.ts'
import type { Cell } from './cells.ts'
import { CAPACITY_ERROR } from './measure-capacity.ts'
import { playRun, unplayed } from './play-run.ts'
import type { OutcomeLine, PredictionLine } from './record-file.ts'
import { type Pools, startPools } from './start-pools.ts'

const ASK_EVERY_MS = 500

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
  const warnings = watchWarnings(pools)
  try {
    await pools.servers.ask({ do: 'lateness' })
    const outcomes = await Promise.all(
      cells.map(async (cell, n) => {
        const { name, seed: ownSeed } = plans[n]!
        const predicted = (line: PredictionLine) => {
          options.predicted(line)
          warnings.watch(name, line.atMs)
        }
        const own = { name, cell, seed: ownSeed, run: `${seed}-${n + 1}`, predicted }
        const plan = { ...own, capacityPerS, stated, signal }
        const outcome = await playRun(pools, plan)
        if (outcome === null) say(unplayed(plan))
        return outcome && { ...outcome, warnedAtMs: warnings.at(name) }
      }),
    )
    const lateMs = Math.round(await pools.servers.ask<number>({ do: 'lateness' }))
    return outcomes.flatMap((outcome) => (outcome ? [{ ...outcome, lateMs }] : []))
  } finally {
    await warnings.stop()
    await pools.stop()
  }
}

/** Notes the first moment from which the dashboard gave more than even chance, or said cascade-risk, pool by pool. */
function watchWarnings(pools: Pools) {
  const since = new Map<string, number>()
  const warned = new Map<string, number>()
  let stopped = false
  const warn = (pool: string) => {
    if (since.has(pool) && !warned.has(pool)) warned.set(pool, Date.now())
  }
  const look = async () => {
    if (since.size === 0) return
    for (const [pool, { chance }] of await askForecasts(pools.url!).catch(() => new Map()))
      if (chance && chance.mid > 0.5) warn(pool)
    for (const { pool, kind } of await askAlarms(pools.url!, Math.min(...since.values())).catch(() => []))
      if (kind === 'cascade-risk') warn(pool)
  }
  const looking = (async () => {
    while (!stopped) {
      await look()
      await wait(ASK_EVERY_MS)
    }
  })()
  return {
    watch: (pool: string, fromMs: number) => since.set(pool, fromMs),
    at: (pool: string) => warned.get(pool) ?? null,
    stop() {
      stopped = true
      return looking
    },
  }
}
