/** A site of hosts on a script, for tests: what each host's agent would report, with skewed clocks and lost reports. */

import type {
  AddressReading,
  HostChange,
  HostReport,
  LinkReading,
  NeighbourReading,
  SocketReading,
  TerminalReading,
  VrrpReading,
  WatchedProcess,
} from '../model/host-report.ts'

export const START_MS = 1_800_000_000_000

export type ScriptedHost = {
  name: string
  mac: string
  /** Its clock minus the true one. */
  skewMs: number
  /** Where in each second its agent reports. */
  phaseMs: number
  latencyMs: number
  agent: 'on' | 'frozen' | 'cut-off' | 'none'
  links: LinkReading[]
  addresses: AddressReading[]
  neighbours: NeighbourReading[]
  sockets: Map<string, SocketReading>
  listens: string[]
  processes: WatchedProcess[]
  vrrp: VrrpReading[]
  terminals: TerminalReading[]
  told: { lists: string; sockets: Map<string, string> } | null
  changes: HostChange[]
  seq: number
  session: string
  /** Reports that wait for the link to heal. */
  spool: HostReport[]
}

export function scriptedHost(name: string, at: number, given: Partial<ScriptedHost> = {}): ScriptedHost {
  const mac = `02:00:00:00:00:${at.toString(16).padStart(2, '0')}`
  const link: LinkReading = { name: 'eth0', mac, up: true, carrier: true, loopback: false, type: 'veth' }
  const address = held(`10.0.0.${at}`, 24)
  return {
    ...{ name, mac, skewMs: 0, phaseMs: (at * 137) % 1000, latencyMs: 5, agent: 'on' },
    ...{ links: [link], addresses: [address], neighbours: [], sockets: new Map(), listens: [] },
    ...{ processes: [], vrrp: [], terminals: [], told: null, changes: [] },
    ...{ seq: 0, session: `${name}-1`, spool: [] },
    ...given,
  }
}

export function held(address: string, prefixLength = 32): AddressReading {
  return { address, prefixLength, link: 'eth0', scope: 'global', usable: true }
}

export const established = (local: string, remote: string): SocketReading => ({
  ...{ local, remote, state: 'established', sendQueue: 0, receiveQueue: 0 },
  ...{ timer: null, detail: null, process: null },
})

function lists(host: ScriptedHost) {
  const { links, addresses, neighbours, listens, processes, vrrp, terminals } = host
  return { links, addresses, neighbours, listens, processes, vrrp, terminals }
}

function look(host: ScriptedHost, atMs: number, full: boolean): NonNullable<HostReport['sockets']> {
  const before = full ? new Map<string, string>() : (host.told?.sockets ?? new Map<string, string>())
  const now = new Map([...host.sockets].map(([key, socket]) => [key, JSON.stringify(socket)]))
  return {
    ...{ atMs, endedAtMs: atMs + 2, full, total: now.size, sampled: 1 },
    put: [...host.sockets]
      .filter(([key]) => before.get(key) !== now.get(key))
      .map(([, socket]) => ({ ...socket })),
    gone: [...before.keys()].filter((key) => !now.has(key)),
  }
}

/** What this host's agent says at a moment of true time. */
export function reportOf(host: ScriptedHost, trueMs: number, full = false): HostReport {
  const atMs = trueMs + host.skewMs
  const first = host.told === null
  const words = JSON.stringify(lists(host))
  const report: HostReport = {
    ...{ kind: 'host', host: host.name, session: host.session, seq: ++host.seq, keptFrom: 1, atMs },
    clock: { offsetMs: -host.skewMs + (host.skewMs === 0 ? 0 : 2), errorMs: 4 },
    sockets: look(host, atMs - 3, first || full),
  }
  if (first)
    report.hello = {
      ...{ version: '0', kernel: '6', intervalMs: 1000, lacks: [] },
      settings: {
        keepaliveTimeS: 7200,
        keepaliveIntervalS: 75,
        keepaliveProbes: 9,
        retries2: 15,
        synRetries: 6,
      },
    }
  if (first || words !== host.told?.lists) Object.assign(report, JSON.parse(words))
  if (host.changes.length > 0) report.changes = host.changes
  host.changes = []
  const sockets = new Map([...host.sockets].map(([key, socket]) => [key, JSON.stringify(socket)]))
  host.told = { lists: words, sockets }
  return report
}

/** Changes that the kernel announces: the agent reports them at once. */
export function take(host: ScriptedHost, trueMs: number, address: string): void {
  const reading = held(address)
  host.addresses = [...host.addresses, reading]
  host.changes.push({ what: 'address', atMs: trueMs + host.skewMs, from: null, to: reading })
}

export function release(host: ScriptedHost, trueMs: number, address: string): void {
  const reading = host.addresses.find((one) => one.address === address)
  if (reading === undefined) return
  host.addresses = host.addresses.filter((one) => one !== reading)
  host.changes.push({ what: 'address', atMs: trueMs + host.skewMs, from: reading, to: null })
}

export function believe(host: ScriptedHost, trueMs: number, address: string, mac: string): void {
  const before = host.neighbours.find((one) => one.address === address) ?? null
  const now: NeighbourReading = { address, link: 'eth0', mac, state: 'stale' }
  host.neighbours = [...host.neighbours.filter((one) => one !== before), now]
  if (before) host.changes.push({ what: 'neighbour', atMs: trueMs + host.skewMs, from: before, to: now })
}

export function setLink(host: ScriptedHost, trueMs: number, carrier: boolean): void {
  const [before] = host.links
  const now = { ...before!, carrier }
  host.links = [now, ...host.links.slice(1)]
  host.changes.push({ what: 'link', atMs: trueMs + host.skewMs, from: before!, to: now })
}
