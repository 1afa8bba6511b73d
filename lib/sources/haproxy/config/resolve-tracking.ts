/** Servers that track another: its check and its pace are theirs. */

import type { PoolSettings, ServerSettings } from '../../../model/check-settings.ts'

/** Servers may track servers that track; a ring ends here. */
const MAX_TRACK_DEPTH = 16

/** Changes the tracking servers of `pools` in place. */
export function resolveTracking(pools: readonly PoolSettings[]): void {
  const byName = new Map<string, ServerSettings>()
  for (const { pool, servers } of pools)
    for (const server of servers) byName.set(`${pool}/${server.server}`, server)
  for (const server of [...byName.values()]) {
    let target = byName.get(server.track.value ?? '')
    for (let depth = 0; target && target.track.value !== null && depth < MAX_TRACK_DEPTH; depth++)
      target = byName.get(target.track.value)
    if (!target || target.kind === 'tracked') continue
    const { interMs, fastInterMs, downInterMs, fall, rise, waitsForAnswer, checkTls } = target
    const proves = `${target.proves}, on ${server.track.value}`
    Object.assign(server, { interMs, fastInterMs, downInterMs, fall, rise, waitsForAnswer, checkTls, proves })
  }
}
