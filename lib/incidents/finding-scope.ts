/** What a finding is about: the hosts, addresses and connections that tie it to others. */

import type { Finding } from '../model/finding.ts'

export type Scope = { hosts: Set<string>; vips: Set<string>; connections: Set<string> }

/** The same name from either end. */
function pairName(local: string, remote: string): string {
  return local < remote ? `${local} ${remote}` : `${remote} ${local}`
}

export function scopeOf(finding: Finding): Scope {
  const hosts = new Set<string>()
  const vips = new Set<string>()
  for (const { type, id } of finding.subjects) {
    if (type === 'host' || type === 'load-balancer') hosts.add(id)
    if (type === 'vip') vips.add(id)
  }
  for (const name of ['owner', 'formerOwner', 'peer'] as const) {
    const fact = finding.facts[name]
    if (typeof fact === 'string') hosts.add(fact)
  }
  const connections = new Set<string>()
  for (const { host, local, remote, peer } of finding.connections) {
    hosts.add(host)
    if (peer) hosts.add(peer.host)
    connections.add(pairName(local, remote))
  }
  return { hosts, vips, connections }
}

export function share(a: Set<string>, b: Set<string>): boolean {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a]
  for (const one of few) if (many.has(one)) return true
  return false
}
