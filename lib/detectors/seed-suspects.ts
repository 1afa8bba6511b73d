/** What was found before a restart of the dashboard stays suspected until both ends have been looked at again. */

import type { Finding } from '../model/finding.ts'
import type { Memory } from './memory.ts'

/** Writes into `memory`. */
export function seedSuspects(memory: Memory, findings: Finding[]): void {
  for (const finding of findings) {
    if (finding.endedAtMs !== null) continue
    if (finding.kind !== 'phantom-connections' && finding.kind !== 'orphan-connections') continue
    for (const { host, local, remote, peer, sinceMs } of finding.connections) {
      if (peer === null) continue
      const key = `${local} ${remote}`
      const id = `${host} ${key}`
      memory.suspects.set(id, {
        host,
        key,
        at: peer.host,
        firstLookMs: sinceMs,
        lastLookMs: peer.atMs,
        known: true,
      })
    }
  }
}
