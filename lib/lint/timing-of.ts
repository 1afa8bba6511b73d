/** A server's check settings as the arithmetic of eviction wants them. */

import type { LoadBalancerSettings, PoolSettings, ServerSettings } from '../model/check-settings.ts'
import type { CheckTiming } from '../risk/time-to-evict.ts'

/** Servers may track servers that track; a ring ends here. */
const MAX_TRACK_DEPTH = 16

/** Null where nothing is checked, or where a setting cannot be read. */
export function timingOf(
  settings: LoadBalancerSettings,
  pool: PoolSettings,
  server: ServerSettings,
): CheckTiming | null {
  const checked = checkedBy(settings, pool, server)
  if (!checked) return null
  const { timeouts } = checked.pool
  const interMs = checked.server.interMs.value
  const fall = checked.server.fall.value
  if (interMs === null || !fall || isUnreadable(timeouts.checkMs) || isUnreadable(timeouts.connectMs))
    return null
  return {
    interMs,
    fastInterMs: checked.server.fastInterMs.value,
    fall,
    // HAProxy takes 0 as unset.
    timeoutCheckMs: timeouts.checkMs.value || null,
    timeoutConnectMs: timeouts.connectMs.value || null,
    waitsForAnswer: checked.server.waitsForAnswer,
    ...(checked.server.checkTls ? { tls: checked.server.kind === 'l6' ? 'only' : 'first' } : {}),
    spreadPercent: settings.process.spreadChecksPercent.value ?? 0,
  }
}

/** The server whose check decides: itself, or the one it tracks. */
function checkedBy(settings: LoadBalancerSettings, pool: PoolSettings, server: ServerSettings) {
  let found = { pool, server }
  for (let depth = 0; found.server.track.value !== null && depth < MAX_TRACK_DEPTH; depth++) {
    const [poolName, serverName] = found.server.track.value.split('/')
    const target = settings.pools.find((one) => one.pool === poolName)
    const tracked = target?.servers.find((one) => one.server === serverName)
    if (!target || !tracked) return null
    found = { pool: target, server: tracked }
  }
  // An agent that does not answer changes nothing: only its word counts.
  return ['none', 'tracked', 'agent'].includes(found.server.kind) ? null : found
}

const isUnreadable = (setting: { origin: { from: string } }): boolean => setting.origin.from === 'unreadable'
