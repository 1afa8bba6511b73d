/** What is said of a pool that might lose servers: its tier, what it survives, what its strikes are. */

import type { CapacityEstimate, PoolRisk, RiskTier } from '#lib/model/pool-risk'
import { countBand, isKnown } from './format-band.ts'

type TierLook = { word: string; tone: string; shape: 'agrees' | 'warn' | 'going-up' | 'down' | 'unknown' }

export const TIERS: Record<RiskTier, TierLook> = {
  calm: { word: 'calm', tone: 'muted', shape: 'agrees' },
  watch: { word: 'watch', tone: 'going-down', shape: 'warn' },
  warn: { word: 'warning', tone: 'going-up', shape: 'going-up' },
  critical: { word: 'critical', tone: 'down', shape: 'down' },
  unknown: { word: 'unknown', tone: 'muted', shape: 'unknown' },
}

const RANK: Record<RiskTier, number> = { critical: 4, warn: 3, watch: 2, unknown: 1, calm: 0 }
export const worseTier = (a: RiskTier, b: RiskTier): number => RANK[b] - RANK[a]

/** `survives the loss of 1 to 2 of 5`, `survives no loss`; null where it is not known. */
export function survivesWords(risk: PoolRisk): string | null {
  const words = survivesShortly(risk)
  return words?.includes('the loss of') ? `${words} of ${risk.servers}` : words
}

/** `survives the loss of 1 to 2`: where there is little room. */
export function survivesShortly({ survives, servers, unknown }: PoolRisk): string | null {
  if (unknown !== null) return null
  const { low, high } = survives
  if (isKnown(high) && high < 0.5) return servers > 1 ? 'survives no loss' : 'one server: survives no loss'
  return `survives the loss of ${countBand(isKnown(low) && low < 0.5 ? { ...survives, low: 0 } : survives)}`
}

export const CAPACITY_WORDS: Record<CapacityEstimate['source'], string> = {
  stated: 'stated by a person',
  'seen-full': 'seen full',
  'configured-limit': 'maxconn over response time',
  'observed-peak': 'the most it has carried',
  'response-time-under-load': 'response time rising with load',
}

/** Of all servers the one nearest to its eviction; null where none is known. */
export function fewestStrikes({ strikes }: PoolRisk): PoolRisk['strikes'][number] | null {
  return strikes.reduce<PoolRisk['strikes'][number] | null>(
    (least, each) => (least === null || each.left < least.left ? each : least),
    null,
  )
}

/** The worst of a load decides its look. */
export function loadTone(high: number | null): string {
  if (!isKnown(high)) return 'muted'
  if (high >= 1) return 'down'
  return high >= 0.9 ? 'going-up' : high >= 0.8 ? 'going-down' : 'muted'
}
