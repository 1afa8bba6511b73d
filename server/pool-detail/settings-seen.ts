/** Check settings of a pool without a haproxy.cfg: what its own output shows, everything else not known. */

import type { ServerSettings } from '#lib/model/check-settings'
import type { Pool } from '#lib/model/pool'
import type { CheckReading, Counters, Gauges } from '#lib/model/stats-reading'
import { settingsFromBehaviour } from '#lib/sources/haproxy/config/settings-from-behaviour'

const NO_CHECK: CheckReading = {
  ...{ status: null, running: false, code: null, durationMs: null, description: null },
  ...{ lastText: null, rise: null, fall: null, health: null },
}
const NO_GAUGES: Gauges = {
  ...{ sessions: null, sessionsMax: null, sessionLimit: null, queue: null, queueLimit: null },
  ...{ queueTimeMs: null, connectTimeMs: null, responseTimeMs: null, totalTimeMs: null, sessionRate: null },
}

export function settingsSeen(pool: Pool): ServerSettings[] {
  return [...pool.servers.values()].map((server) => {
    const { claim, weight, userWeight, backup, tracked, address, mode } = server
    return settingsFromBehaviour({
      ...{ pool: pool.name, server: server.name, claim, weight, userWeight, backup, tracked, address, mode },
      ...{ sinceChangeS: null, downtimeS: null, active: !backup, throttlePercent: null },
      cookie: server.cookie ?? null,
      check: server.check ?? NO_CHECK,
      agent: server.agent ?? NO_CHECK,
      gauges: server.gauges ?? NO_GAUGES,
      // Settings are told from states and limits, never from counts.
      counters: {} as Counters,
    })
  })
}
