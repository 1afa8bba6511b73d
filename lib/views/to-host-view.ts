/** A host and what its agent says of it, as the screens draw it. */

import type { BadConnection, Finding } from '../model/finding.ts'
import type { Host } from '../model/host.ts'
import type { HostView, TcpCounts } from './network-view.ts'

export const COUNTED_AS: Record<BadConnection['class'], 'phantom' | 'blackholed' | 'orphaned'> = {
  'idle-phantom': 'phantom',
  'fin-lost': 'phantom',
  blackhole: 'blackholed',
  'path-broken': 'blackholed',
  unserved: 'blackholed',
  orphan: 'orphaned',
}

export const noTcp = (): TcpCounts => ({
  established: 0,
  retransmitting: 0,
  phantom: 0,
  blackholed: 0,
  orphaned: 0,
})

export const connectionKey = ({ host, local, remote }: BadConnection) => `${host} ${local} ${remote}`

/** Each bad connection of the open findings once, however many findings list it; at most what the findings carry. */
export function openBadConnections(findings: Iterable<Finding>): BadConnection[] {
  const byKey = new Map<string, BadConnection>()
  for (const finding of findings)
    if (finding.endedAtMs === null)
      for (const each of finding.connections) byKey.set(connectionKey(each), each)
  return [...byKey.values()]
}

/** Terminals that open findings call stalled, as `host/tty`. */
export function stalledTerminals(findings: Iterable<Finding>): Set<string> {
  const ids = new Set<string>()
  for (const finding of findings)
    if (finding.endedAtMs === null && finding.kind === 'stalled-terminal')
      for (const subject of finding.subjects) if (subject.type === 'terminal') ids.add(subject.id)
  return ids
}

function tcpOf(host: Host, findings: Iterable<Finding>): TcpCounts {
  const tcp = noTcp()
  for (const socket of host.sockets.values()) {
    if (socket.goneAtMs !== null) continue
    if (socket.state === 'established') tcp.established++
    if (socket.stuckSinceMs !== null) tcp.retransmitting++
  }
  for (const each of openBadConnections(findings)) if (each.host === host.name) tcp[COUNTED_AS[each.class]]++
  return tcp
}

/** `findings`: at least the open ones; `fresh`: whether its agent spoke lately enough. */
export function toHostView(host: Host, findings: readonly Finding[], fresh: boolean): HostView {
  const stalled = stalledTerminals(findings)
  return {
    name: host.name,
    fresh,
    lastReportAtMs: host.reportAtMs,
    clockOffsetMs: host.clock.offsetMs,
    clockErrorMs: host.clock.errorMs,
    kernel: host.hello?.kernel ?? null,
    agentVersion: host.hello?.version ?? null,
    lacks: host.hello?.lacks ?? [],
    links: [...host.links.values()]
      .filter((link) => !link.loopback)
      .map(({ name, mac, up, carrier }) => ({ name, mac, up, carrier })),
    addresses: [...host.addresses.values()]
      .filter(({ scope }) => scope === 'global' || scope === 'site')
      .map(({ address, link, sinceMs }) => ({ address, link, sinceMs })),
    vrrp: host.vrrp.map(({ instance, state, priority }) => ({ instance, state, priority })),
    tcp: tcpOf(host, findings),
    sampled: host.looks.at(-1)?.sampled ?? 1,
    terminals: {
      open: host.terminals.length,
      stalled: host.terminals.filter(({ tty }) => stalled.has(`${host.name}/${tty}`)).length,
    },
  }
}
