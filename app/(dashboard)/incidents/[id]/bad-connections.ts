/** The connections of an incident's findings, each once, the oldest trouble first. */

import type { BadConnection, Finding } from '#lib/model/finding'

/** `total` counts those too that a finding had to leave out of its list. */
export function badConnections(findings: readonly Finding[]): {
  connections: BadConnection[]
  total: number
} {
  const byKey = new Map<string, BadConnection>()
  let leftOut = 0
  for (const { connections, connectionsTotal } of findings) {
    leftOut += Math.max(0, connectionsTotal - connections.length)
    for (const each of connections) byKey.set(`${each.host} ${each.local} ${each.remote}`, each)
  }
  const connections = [...byKey.values()].sort((a, b) => a.sinceMs - b.sinceMs || (a.host < b.host ? -1 : 1))
  return { connections, total: connections.length + leftOut }
}
