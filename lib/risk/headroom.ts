/** How much a pool can lose or gain before its servers are full, and the tier that this puts it in. */

import type { LoadRatio } from './capacity-band.ts'
import { type LoadedPool, type SurvivorsLoad, survivorsLoad, worstLosses } from './survivors-load.ts'

export const WATCH_AT = 0.8
export const WARN_AT = 0.9
export const CRITICAL_AT = 1

export type RiskTier = 'ok' | 'watch' | 'warn' | 'critical' | 'unknown'

/** `low`: with capacity at its low end. Null: not known. */
export type Headroom = {
  /** The worst so many servers can be lost, and no other is full. */
  canLose: { low: number; mid: number | null; high: number | null }
  /** Load may grow by this factor as the pool is now. */
  loadMayGrow: { low: number; mid: number | null; high: number | null }
  /** And after the worst loss of one. */
  loadMayGrowAfterLoss: { low: number; mid: number | null; high: number | null } | null
  losses: SurvivorsLoad[]
}

export type HeadroomAnswer = { ok: true; headroom: Headroom } | { ok: false; reason: string }

const growth = (load: LoadRatio) => ({
  low: 1 / Math.max(load.high, 1e-9),
  mid: load.mid === null ? null : 1 / Math.max(load.mid, 1e-9),
  high: load.low > 0 ? 1 / load.low : null,
})

export function headroomOf(pool: LoadedPool): HeadroomAnswer {
  const now = survivorsLoad(pool, new Set())
  if (!now.ok) return now
  const losses = worstLosses(pool)
  const all = [now.load, ...losses]
  const canLose = (pick: (load: LoadRatio) => number | null): number | null => {
    for (const [lost, { limiting }] of all.entries()) {
      const ratio = pick(limiting)
      if (ratio === null) return null
      if (ratio >= 1) return Math.max(0, lost - 1)
    }
    return losses.length
  }
  const unbounded = now.load.limiting.low === 0 && pool.requestsPerS > 0
  return {
    ok: true,
    headroom: {
      canLose: {
        low: canLose((load) => load.high) ?? 0,
        mid: canLose((load) => load.mid),
        high: unbounded ? null : canLose((load) => load.low),
      },
      loadMayGrow: growth(now.load.limiting),
      loadMayGrowAfterLoss: losses[0] ? growth(losses[0].limiting) : null,
      losses,
    },
  }
}

function tierAt(ratio: number, oneStrikeLeft: boolean): RiskTier {
  if (ratio >= CRITICAL_AT || (oneStrikeLeft && ratio >= WARN_AT)) return 'critical'
  return ratio >= WARN_AT ? 'warn' : ratio >= WATCH_AT ? 'watch' : 'ok'
}

export type TierAnswer = { tier: RiskTier; atLow: RiskTier; atHigh: RiskTier; rule: string }

/**
 * `afterLoss`: ρ after the worst loss of one; null where it is not known. `strikesLeft`: failed checks until the next
 * eviction, the least of any server; null where not known. The tier is that of the middle of the band.
 */
export function riskTier(afterLoss: LoadRatio | null, strikesLeft: number | null): TierAnswer {
  const rule = `ρ₁ ≥ ${WATCH_AT} watch, ≥ ${WARN_AT} warn, ≥ ${CRITICAL_AT} critical, ≥ ${WARN_AT} with one strike left critical`
  if (!afterLoss) return { tier: 'unknown', atLow: 'unknown', atHigh: 'unknown', rule }
  const oneLeft = strikesLeft !== null && strikesLeft <= 1
  const atHigh = tierAt(afterLoss.high, oneLeft)
  if (afterLoss.mid === null) {
    // Only a lower bound of capacity: what it has carried before it will carry again, beyond that nothing is known.
    const tier = atHigh === 'ok' ? 'ok' : 'unknown'
    return { tier, atLow: 'unknown', atHigh, rule }
  }
  return { tier: tierAt(afterLoss.mid, oneLeft), atLow: tierAt(afterLoss.low, oneLeft), atHigh, rule }
}
