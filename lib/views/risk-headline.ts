/** What pools risk, on the first line of the screen: where nothing is broken yet, the next thing that would be. */

import type { Band } from '../model/band.ts'
import type { PoolRisk } from '../model/pool-risk.ts'
import type { Headline, PoolView } from './live-view.ts'

type Risky = PoolView & { risk: PoolRisk }

const percent = (share: number) => `${Math.round(share * 100)}`

/** `104–131 %`; what has no upper end is told by its lower one. */
function shareOf({ low, high }: Band): string {
  if (!Number.isFinite(high)) return `at least ${percent(low)} %`
  return percent(low) === percent(high) ? `${percent(low)} %` : `${percent(low)}–${percent(high)} %`
}

/** Every one of these would bring others down with it. */
function fragile(pools: readonly PoolView[]): Risky[] {
  return pools
    .filter((pool): pool is Risky => pool.fresh && pool.risk?.tier === 'critical' && pool.servers.length > 1)
    .sort((a, b) => (b.risk.losses[0]?.load.high ?? 0) - (a.risk.losses[0]?.load.high ?? 0))
}

/** Null where no pool is near to it. */
export function riskHeadline(pools: readonly PoolView[], detail: string): Headline | null {
  const [worst, ...others] = fragile(pools)
  if (!worst) return null
  const { losses, furtherEviction } = worst.risk
  const load = losses[0]?.load
  const sure = load !== undefined && load.low >= 1
  const more = others.length > 0 ? ` So would ${others.length} more.` : ''
  const carries = load
    ? ` Losing one server puts ${shareOf(load)} of what they can serve on the others${
        furtherEviction ? `; ${shareOf(furtherEviction.chance)} chance of a further eviction` : ''
      }.`
    : ''
  return {
    tone: 'problem',
    lead: `${worst.name} ${sure ? 'does' : 'may'} not survive the loss of a server.`,
    rest: `${carries}${more}`,
    detail,
  }
}

/** Null where no running drain is expected to cut anybody. */
export function drainHeadline(pools: readonly PoolView[], detail: string): Headline | null {
  const cutting = pools
    .flatMap((pool) => (pool.fresh ? (pool.drains ?? []) : []))
    .filter(({ endedAtMs, forecast }) => endedAtMs === null && (forecast?.openAtDeadline?.low ?? 0) >= 1)
    .sort((a, b) => b.forecast!.openAtDeadline!.low - a.forecast!.openAtDeadline!.low)
  const [worst] = cutting
  if (!worst) return null
  const { low, high } = worst.forecast!.openAtDeadline!
  const [from, to] = [Math.round(low), Math.round(high)]
  return {
    tone: 'problem',
    lead: `The drain of ${worst.pool}/${worst.server} will cut ${from === to ? from : `${from} to ${to}`} sessions.`,
    rest: ` ${worst.sessionsLeft ?? 'Some'} are left${worst.deadlineFrom ? `; ${worst.deadlineFrom} ends them` : ''}.`,
    detail,
  }
}
