/** How long readings of each resolution and events are kept. */

export type Tier = { resolutionS: number; keepMs: number }

export type RetentionPolicy = {
  /** Finest first; each resolution a whole multiple of the one before. */
  tiers: readonly Tier[]
  eventsKeepMs: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export const DEFAULT_RETENTION: RetentionPolicy = {
  tiers: [
    { resolutionS: 1, keepMs: HOUR_MS },
    { resolutionS: 10, keepMs: DAY_MS },
    { resolutionS: 60, keepMs: 30 * DAY_MS },
  ],
  eventsKeepMs: 90 * DAY_MS,
}

/** What is wrong with a policy that a person wrote, in words; null where nothing is. */
export function policyFault(policy: RetentionPolicy): string | null {
  let before: Tier | null = null
  if (policy.tiers.length === 0) return 'at least one resolution is needed'
  for (const tier of policy.tiers) {
    if (!Number.isInteger(tier.resolutionS) || tier.resolutionS < 1)
      return `a resolution is a whole number of seconds, not ${tier.resolutionS}`
    if (!(tier.keepMs >= tier.resolutionS * 1_000))
      return `readings of ${tier.resolutionS} s must be kept for longer than that`
    if (before && (tier.resolutionS <= before.resolutionS || tier.resolutionS % before.resolutionS !== 0))
      return `${tier.resolutionS} s is no whole multiple of ${before.resolutionS} s`
    before = tier
  }
  return policy.eventsKeepMs > 0 ? null : 'events must be kept for some time'
}
