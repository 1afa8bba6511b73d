/** The chance of a further eviction by closed formulas, while the simulation is still to come. */

import type { Band } from '../model/band.ts'
import type { PoolRisk } from '../model/pool-risk.ts'
import { type QuickCascade, quickCascade } from '../risk/quick-cascade.ts'
import type { SurvivorsLoad } from '../risk/survivors-load.ts'
import { failingCheck, timeToEvict } from '../risk/time-to-evict.ts'
import { USUAL_BACKLOG } from '../risk/to-server-model.ts'
import type { RiskInput } from './risk-input.ts'

/** After the eviction of the one that is lost. */
export const WITHIN_MS = 60_000
/** Checks fail before that: a `maxconn` that lets no more than this share of it pile up keeps them passing. */
const PASSES_BELOW = 0.8

/** How the servers that are overrun fail their check: in its queue, or with SYNs dropped where it is a bare connect. */
export function overrunShape(input: RiskInput): 'accepts-and-is-silent' | 'drops' {
  return input.timing?.timing.waitsForAnswer ? 'accepts-and-is-silent' : 'drops'
}

/** From the loss to the eviction of what is lost: it hangs, or where checks cannot see that, its machine is gone. */
export const untilLost = (input: RiskInput) =>
  input.timing ? timeToEvict(input.timing.timing, overrunShape(input)) : null

function meanCapacity(input: RiskInput, load: SurvivorsLoad): number {
  const lost = new Set(load.lost)
  const left = input.servers.filter((one) => one.usable && !lost.has(one.name))
  const values = left.flatMap((one) => {
    const band = input.capacity.byServer.get(one.name)?.band
    return band ? [band.midPerS ?? band.lowPerS] : []
  })
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

/** Null where nothing is checked: then nothing is evicted. `withinMs`: of load that ends sooner. */
export function quickOf(
  input: RiskInput,
  load: SurvivorsLoad,
  alreadyLost = false,
  withinMs = WITHIN_MS,
): QuickCascade | null {
  const { timing } = input
  const evict = untilLost(input)
  if (!timing || !evict) return null
  const shape = overrunShape(input)
  const capacityPerS = meanCapacity(input, load)
  if (!(capacityPerS > 0)) return null
  const waitsMs =
    shape === 'drops'
      ? Number.MAX_SAFE_INTEGER
      : (failingCheck(timing.timing, shape)?.minMs ?? timing.timing.interMs)
  const limits = input.servers.map((one) => one.maxConnections ?? Number.POSITIVE_INFINITY)
  const mostWaiting = Math.min(...limits)
  return quickCascade({
    afterLoss: load.limiting,
    survivors: load.survivors,
    capacityPerS,
    serviceCv: 1,
    failingCheckMs: waitsMs,
    backlog: USUAL_BACKLOG,
    queuesInHaproxy:
      (mostWaiting * 1000) / capacityPerS <
      PASSES_BELOW * Math.min(waitsMs, (USUAL_BACKLOG * 1000) / capacityPerS),
    timeToEvict: evict,
    untilLost: alreadyLost ? null : evict,
    returningRequests: 0,
    horizonMs: withinMs + (alreadyLost ? 0 : evict.maxMs),
  })
}

const share = (value: number) => Math.round(value * 1000) / 1000
export const toChance = ({ low, mid, high }: { low: number; mid: number | null; high: number }): Band => ({
  low: share(low),
  mid: share(mid ?? (low + high) / 2),
  high: share(high),
})

export function quickChance(input: RiskInput, load: SurvivorsLoad): PoolRisk['furtherEviction'] {
  const quick = quickOf(input, load)
  return quick && { withinMs: WITHIN_MS, chance: toChance(quick.chance), runs: 0 }
}
