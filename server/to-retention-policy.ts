/** The store's retention policy from the settings' words. */

import type { RetentionPolicy } from '#lib/store/retention-policy'
import type { Retention } from './settings/settings.ts'

export function toRetentionPolicy(retention: Retention): RetentionPolicy {
  return {
    tiers: [
      { resolutionS: 1, keepMs: retention.secondsMs },
      { resolutionS: 10, keepMs: retention.tenSecondsMs },
      { resolutionS: 60, keepMs: retention.minutesMs },
    ],
    eventsKeepMs: retention.eventsMs,
  }
}
