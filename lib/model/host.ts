/** A host as now known: all times are on the dashboard's clock. */

import type {
  AddressReading,
  AgentHello,
  LinkReading,
  NeighbourReading,
  ResetReading,
  RouteReading,
  SocketReading,
  TcpCounters,
  TerminalReading,
  VrrpReading,
  WatchedProcess,
} from './host-report.ts'

/** When something became so, and how far off that may be. */
export type Since = { sinceMs: number; errorMs: number }

export type HeldAddress = AddressReading & Since
export type KnownNeighbour = NeighbourReading & {
  /** When the MAC became what it is. */
  macSince: Since
  /** Earlier MACs, newest last, at most `MAX_MACS`. */
  macs: { mac: string | null; untilMs: number }[]
}
export type KnownSocket = SocketReading & {
  firstSeenMs: number
  /** The newest detail and when it was taken. */
  detailAtMs: number | null
  /** Since when it retransmits without an answer; null where it does not. */
  stuckSinceMs: number | null
  /** When it was seen gone and is kept as a memory only; null while it is there. */
  goneAtMs: number | null
}

/** Keys of the sockets that are there, so that nobody has to go through them all. */
export type SocketIndex = {
  byRemoteAddress: Map<string, Set<string>>
  byLocal: Map<string, Set<string>>
  /** Those that retransmit without an answer. */
  stuck: Set<string>
  /** Those kept as a memory, oldest first. */
  gone: string[]
}

export type Host = {
  name: string
  session: string
  seq: number
  firstHeardAtMs: number
  /** When the newest report was made, and when it arrived. */
  reportAtMs: number
  heardAtMs: number
  clock: { offsetMs: number; errorMs: number }
  hello: AgentHello | null
  links: Map<string, LinkReading & Since>
  /** By address. */
  addresses: Map<string, HeldAddress>
  /** Addresses that it held before, newest loss each. */
  lost: Map<string, Since>
  /** By `link address`. */
  neighbours: Map<string, KnownNeighbour>
  routes: RouteReading[]
  /** By `local remote`; the ones gone lately are kept with `goneAtMs`. */
  sockets: Map<string, KnownSocket>
  socketIndex?: SocketIndex
  /** Complete looks at the TCP table, newest last: absence between two of them is proof. */
  looks: { atMs: number; endedAtMs: number; sampled: number; total: number }[]
  listens: string[] | null
  processes: WatchedProcess[]
  vrrp: VrrpReading[]
  terminals: TerminalReading[]
  resets: ResetReading[]
  tcp: TcpCounters | null
}
