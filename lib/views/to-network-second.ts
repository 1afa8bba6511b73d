/** One second of every address that moves, and of all hosts together, for the strip chart. */

import type { BadConnection, Finding } from '../model/finding.ts'
import type { Host, KnownNeighbour } from '../model/host.ts'
import { ALL_HOSTS, type HostView, type NetworkSecond, type TcpCounts, type VipView } from './network-view.ts'
import { COUNTED_AS, connectionKey, noTcp, openBadConnections, stalledTerminals } from './to-host-view.ts'

/** `10.0.0.2:51234` → `10.0.0.2`; `[fd00::2]:51234` → `fd00::2`. */
export function addressOf(endpoint: string): string {
  const colon = endpoint.lastIndexOf(':')
  const address = colon < 0 ? endpoint : endpoint.slice(0, colon)
  return address.startsWith('[') ? address.slice(1, -1) : address
}

/** When one neighbour's MAC became another; first sightings and silence between are no change. */
function changeTimes({ mac, macs, macSince }: KnownNeighbour): number[] {
  const times: number[] = []
  let held: string | null = null
  let fromMs = 0
  for (const each of [...macs, { mac, untilMs: 0 }]) {
    if (each.mac !== null) {
      if (held !== null && held !== each.mac) times.push(each.untilMs === 0 ? macSince.sinceMs : fromMs)
      held = each.mac
    }
    fromMs = each.untilMs
  }
  return times
}

/** How many MACs changed within one second, by address. */
function macChanges(hosts: readonly Host[], second: number): Map<string, number> {
  const changes = new Map<string, number>()
  for (const host of hosts)
    for (const neighbour of host.neighbours.values()) {
      if (!neighbour.macs.length) continue
      const count = changeTimes(neighbour).filter((atMs) => Math.floor(atMs / 1000) === second).length
      if (count) changes.set(neighbour.address, (changes.get(neighbour.address) ?? 0) + count)
    }
  return changes
}

type Ends = { remote: TcpCounts; local: TcpCounts }

/** The connections of each address, counted at either end: one agent may stand at both. */
function countSockets(hosts: readonly Host[], vips: readonly VipView[]): Map<string, TcpCounts> {
  const ends = new Map<string, Ends>(
    vips.map(({ address }) => [address, { remote: noTcp(), local: noTcp() }]),
  )
  if (ends.size)
    for (const host of hosts)
      for (const { local, remote, state, stuckSinceMs, goneAtMs } of host.sockets.values()) {
        if (goneAtMs !== null) continue
        for (const counts of [ends.get(addressOf(remote))?.remote, ends.get(addressOf(local))?.local]) {
          if (!counts) continue
          if (state === 'established') counts.established++
          if (stuckSinceMs !== null) counts.retransmitting++
        }
      }
  const larger = ({ remote, local }: Ends) => (remote.established >= local.established ? remote : local)
  return new Map([...ends].map(([address, both]) => [address, larger(both)]))
}

const touches = (address: string, { local, remote }: BadConnection) =>
  addressOf(remote) === address || addressOf(local) === address

/** Findings that speak of an address, by its name or by its connections. */
const about = (address: string, findings: readonly Finding[]) =>
  findings.filter(
    ({ subjects, connections }) =>
      subjects.some(({ type, id }) => type === 'vip' && id === address) ||
      connections.some((each) => touches(address, each)),
  )

function addBad(tcp: TcpCounts, connections: Iterable<BadConnection>): TcpCounts {
  for (const each of connections) tcp[COUNTED_AS[each.class]]++
  return tcp
}

const sum = (hosts: readonly HostView[], pick: (host: HostView) => number) =>
  hosts.reduce((total, host) => total + pick(host), 0)

function ofAllHosts(second: number, views: readonly HostView[], vips: readonly VipView[]): NetworkSecond {
  const fresh = views.filter((host) => host.fresh)
  const tcp = noTcp()
  for (const kind of Object.keys(tcp) as (keyof TcpCounts)[]) tcp[kind] = sum(fresh, (host) => host.tcp[kind])
  const disagreeing = vips.flatMap(({ believers }) => believers.filter((each) => !each.agrees))
  return {
    second,
    owners: [],
    neighbourChanges: 0,
    disagree: new Set(disagreeing.map((each) => each.host)).size,
    tcp,
    terminals: {
      open: sum(fresh, (host) => host.terminals.open),
      stalled: sum(fresh, (host) => host.terminals.stalled),
    },
  }
}

export type NetworkNow = {
  hosts: readonly Host[]
  hostViews: readonly HostView[]
  vips: readonly VipView[]
  /** At least the open ones. */
  findings: readonly Finding[]
}

/**
 * One second each for `ALL_HOSTS` and every address; empty while no agent is known. With `strips` given, the second
 * before comes too where a report that arrived since tells of more changes of a MAC in it.
 */
export function toNetworkSeconds(
  second: number,
  { hosts, hostViews, vips, findings }: NetworkNow,
  strips: Readonly<Record<string, readonly NetworkSecond[]>> = {},
): [vip: string, NetworkSecond][] {
  if (!hosts.length) return []
  const open = findings.filter((finding) => finding.endedAtMs === null)
  const bad = openBadConnections(open)
  const counts = countSockets(hosts, vips)
  const seconds: [string, NetworkSecond][] = [[ALL_HOSTS, ofAllHosts(second, hostViews, vips)]]
  for (const { address, owners, believers } of vips) {
    const own = about(address, open)
    const named = new Set(openBadConnections(own).map(connectionKey))
    const mine = bad.filter((each) => touches(address, each) || named.has(connectionKey(each)))
    seconds.push([
      address,
      {
        second,
        owners: owners.filter((owner) => owner.fresh).map((owner) => owner.host),
        neighbourChanges: 0,
        disagree: new Set(believers.filter((each) => !each.agrees).map((each) => each.host)).size,
        tcp: addBad(counts.get(address) ?? noTcp(), mine),
        terminals: {
          open: sum(hostViews, (host) => (host.fresh ? host.terminals.open : 0)),
          stalled: stalledTerminals(own).size,
        },
      },
    ])
  }
  const changesOf = (changes: Map<string, number>, key: string) =>
    key === ALL_HOSTS ? [...changes.values()].reduce((a, b) => a + b, 0) : (changes.get(key) ?? 0)
  const [now, before] = [macChanges(hosts, second), macChanges(hosts, second - 1)]
  for (const [key, each] of seconds) each.neighbourChanges = changesOf(now, key)
  const amended = seconds.flatMap(([key]): [string, NetworkSecond][] => {
    const last = strips[key]?.findLast((each) => each.second === second - 1)
    const known = changesOf(before, key)
    return last && known > last.neighbourChanges ? [[key, { ...last, neighbourChanges: known }]] : []
  })
  return [...amended, ...seconds]
}
