/** What one report changed at a host, in order, on the dashboard's clock: what events and detectors feed on. */

import type { NeighbourReading, RouteReading, VrrpReading, WatchedProcess } from './host-report.ts'

export type HostChanged = { atMs: number; errorMs: number } & (
  | { what: 'address'; address: string; link: string; held: boolean; first: boolean }
  | {
      what: 'neighbour'
      address: string
      link: string
      from: string | null
      to: string | null
      state: NeighbourReading['state']
    }
  | {
      what: 'link'
      link: string
      from: 'up' | 'down' | 'no-carrier' | 'absent'
      to: 'up' | 'down' | 'no-carrier' | 'absent'
    }
  | { what: 'route'; destination: string; from: RouteReading | null; to: RouteReading | null }
  | { what: 'process'; from: WatchedProcess | null; to: WatchedProcess | null }
  | { what: 'vrrp'; from: VrrpReading | null; to: VrrpReading | null }
  | { what: 'agent'; to: 'started' | 'restarted' | 'dropped' | 'limited'; detail: string | null }
)

export type HostChanges = {
  host: string
  /** When the report was made, on the dashboard's clock. */
  atMs: number
  errorMs: number
  arrivedAtMs: number
  /** At most `MAX_CHANGES`. */
  changes: HostChanged[]
  /** Changes left out at the limit. */
  changesCut: number
  /** True where the report held a look at the TCP table. */
  looked: boolean
  /** True where its words changed: links, addresses, neighbours, terminals, processes; not sockets. */
  touched: boolean
  /** Why the report was not taken, where it was not. */
  refused: 'too-many-hosts' | 'taken-before' | null
}
