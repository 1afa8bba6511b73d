/** Which pools the live page lists by what they survive; the calm ones are counted, all of them where they are few. */

import type { PoolRisk } from '#lib/model/pool-risk'
import type { PoolView } from '#lib/views/live-view'
import { worseTier } from '../../forecast/risk-words.ts'

export type RiskOfPool = { pool: PoolView; risk: PoolRisk }

const RISKS_SHOWN = 8
const FEW_POOLS = 4

export function risksToShow(pools: readonly PoolView[]): {
  shown: RiskOfPool[]
  calm: number
  unknown: number
} {
  const all = pools.flatMap((pool) => (pool.risk ? [{ pool, risk: pool.risk }] : []))
  all.sort((a, b) => worseTier(a.risk.tier, b.risk.tier) || (a.pool.id < b.pool.id ? -1 : 1))
  const asking = all.filter(({ risk }) => risk.tier !== 'calm' && risk.tier !== 'unknown')
  const shown = all.length <= FEW_POOLS ? all : asking.slice(0, RISKS_SHOWN)
  const left = all.filter((each) => !shown.includes(each))
  const unknown = left.filter(({ risk }) => risk.tier === 'unknown').length
  return { shown, calm: left.filter(({ risk }) => risk.tier === 'calm').length, unknown }
}
