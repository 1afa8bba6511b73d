/** What of a host is worth keeping over a restart of the dashboard: not its TCP table, which is asked for anew. */

import type { HeldAddress, Host, KnownNeighbour, Since } from '../model/host.ts'
import type {
  AgentHello,
  LinkReading,
  RouteReading,
  VrrpReading,
  WatchedProcess,
} from '../model/host-report.ts'
import { createHost } from './create-host.ts'

/** Plain JSON. */
export type KeptHost = {
  name: string
  session: string
  seq: number
  firstHeardAtMs: number
  reportAtMs: number
  heardAtMs: number
  clock: Host['clock']
  hello: AgentHello | null
  links: (LinkReading & Since)[]
  addresses: HeldAddress[]
  lost: [string, Since][]
  neighbours: KnownNeighbour[]
  routes: RouteReading[]
  processes: WatchedProcess[]
  vrrp: VrrpReading[]
  listens: string[] | null
}

export function keepHost(host: Host): KeptHost {
  const { name, session, seq, firstHeardAtMs, reportAtMs, heardAtMs, clock, hello } = host
  const { routes, processes, vrrp, listens } = host
  return {
    ...{ name, session, seq, firstHeardAtMs, reportAtMs, heardAtMs, clock, hello },
    ...{ routes, processes, vrrp, listens },
    links: [...host.links.values()],
    addresses: [...host.addresses.values()],
    lost: [...host.lost],
    neighbours: [...host.neighbours.values()],
  }
}

export function restoreHost(kept: KeptHost): Host {
  const { name, session, seq, clock, reportAtMs, heardAtMs } = kept
  const host = createHost({ host: name, session, seq }, clock, reportAtMs, heardAtMs)
  return {
    ...host,
    firstHeardAtMs: kept.firstHeardAtMs,
    hello: kept.hello,
    links: new Map(kept.links.map((one) => [one.name, one])),
    addresses: new Map(kept.addresses.map((one) => [one.address, one])),
    lost: new Map(kept.lost),
    neighbours: new Map(kept.neighbours.map((one) => [`${one.link} ${one.address}`, one])),
    routes: kept.routes,
    processes: kept.processes,
    vrrp: kept.vrrp,
    listens: kept.listens,
  }
}
