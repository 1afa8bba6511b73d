/** What one host's agent says at one moment: the wire between agents and the dashboard, and what recordings keep. */

/** IPv6 in its short form, without a zone. */
export type LinkReading = {
  name: string
  mac: string | null
  /** Administratively up. */
  up: boolean
  /** Null where the kernel does not say. */
  carrier: boolean | null
  loopback: boolean
  /** `veth`, `macvlan`, `bridge`, …; null for plain ones. */
  type: string | null
}

export type AddressReading = {
  address: string
  prefixLength: number
  link: string
  scope: 'global' | 'link' | 'host' | 'site'
  /** False while tentative, or after duplicate detection failed. */
  usable: boolean
}

/** The kernel's words for how sure it is of a neighbour's MAC. */
export const NEIGHBOUR_STATES = [
  'reachable',
  'stale',
  'delay',
  'probe',
  'failed',
  'incomplete',
  'permanent',
  'noarp',
] as const
export type NeighbourState = (typeof NEIGHBOUR_STATES)[number] | 'unknown'

export type NeighbourReading = {
  address: string
  link: string
  /** Null while unresolved. */
  mac: string | null
  state: NeighbourState
}

export type RouteReading = {
  /** `default` or a prefix. */
  destination: string
  family: 4 | 6
  via: string | null
  link: string | null
  /** The source address that the kernel prefers. */
  source: string | null
  metric: number | null
}

/** Something the kernel announced between two readings; `from` null: it appeared, `to` null: it is gone. */
export type HostChange = { atMs: number } & (
  | { what: 'link'; from: LinkReading | null; to: LinkReading | null }
  | { what: 'address'; from: AddressReading | null; to: AddressReading | null }
  | { what: 'neighbour'; from: NeighbourReading | null; to: NeighbourReading | null }
  | { what: 'route'; from: RouteReading | null; to: RouteReading | null }
)

export type TcpState =
  | 'established'
  | 'syn-sent'
  | 'syn-recv'
  | 'fin-wait-1'
  | 'fin-wait-2'
  | 'close-wait'
  | 'last-ack'
  | 'closing'
  | 'unknown'

export type SocketTimer = {
  kind: 'retransmit' | 'keepalive' | 'persist' | 'other'
  expiresInMs: number
  /** Retransmissions or probes so far without an answer. */
  tries: number
}

/** What only the kernel's detailed view (`ss -i`) tells. */
export type SocketDetail = {
  backoff: number
  unacked: number
  lastSentMs: number | null
  lastReceivedMs: number | null
  lastAckMs: number | null
  rttMs: number | null
  rtoMs: number | null
  retransmits: number
  bytesSent: number | null
  bytesReceived: number | null
}

export type SocketReading = {
  /** `10.0.0.2:51234`, `[fd00::2]:51234`. With `remote` it names the socket. */
  local: string
  remote: string
  state: TcpState
  sendQueue: number
  receiveQueue: number
  timer: SocketTimer | null
  /** Null where this look was the quick one; the last detail still holds, as old as it is. */
  detail: SocketDetail | null
  /** Who holds it, where the agent may know. */
  process: { pid: number; command: string } | null
}

/** One look at the TCP table. Listening and TIME_WAIT sockets are not in it. */
export type SocketsReading = {
  /** When the look began and ended, by the host's clock. */
  atMs: number
  endedAtMs: number
  /** `full`: `put` is the whole table. Otherwise: what is new or changed since the last look, and what is gone. */
  full: boolean
  put: SocketReading[]
  /** `local remote` of sockets that are gone. */
  gone: string[]
  /** Sockets in the table, all of them. */
  total: number
  /** 1: every socket was looked at; less: that share of them, and absence then proves nothing. */
  sampled: number
}

export type WatchedProcess = {
  pid: number
  parentPid: number
  /** `haproxy`, `keepalived`, … */
  command: string
  /** Linux's letter: R, S, D, T (stopped), Z. */
  state: string
  startedAtMs: number | null
  /** TCP ports it listens on; null where the agent may not know. */
  listens: number[] | null
  /** Established sockets it holds; null where the agent may not know. */
  connections: number | null
}

export type VrrpReading = {
  instance: string
  link: string | null
  routerId: number | null
  priority: number | null
  advertMs: number | null
  addresses: string[]
  /** From the configuration file of the running keepalived and the addresses held. */
  state: 'master' | 'backup' | 'stopped' | 'unknown'
}

export type TerminalReading = {
  /** `pts/3`. */
  tty: string
  /** Only where the agent was asked to send user names. */
  user: string | null
  /** The foreground command, deepest first: what the terminal waits for. */
  commands: {
    pid: number
    command: string
    /** Only where the agent was asked to send arguments. */
    arguments: string | null
    startedAtMs: number | null
    state: string
    /** Sockets it holds, `local remote`. */
    sockets: string[]
  }[]
  /** The connection that carries the terminal itself (sshd's), `local remote`. */
  carriedBy: string | null
  /** Last bytes to and from the terminal. */
  lastOutputAtMs: number | null
  lastInputAtMs: number | null
}

/** A reset that this host's kernel sent. */
export type ResetReading = { atMs: number; local: string; remote: string; reason: string | null }

/** Counters since boot, from /proc/net/snmp and netstat. */
export type TcpCounters = {
  segmentsRetransmitted: number
  resetsSent: number
  timeouts: number
  abortsOnTimeout: number
}

export type HostSettings = {
  keepaliveTimeS: number | null
  keepaliveIntervalS: number | null
  keepaliveProbes: number | null
  retries2: number | null
  synRetries: number | null
}

export type AgentHello = {
  version: string
  kernel: string | null
  intervalMs: number
  /** What this agent cannot see here, and why. */
  lacks: { what: string; why: string }[]
  settings: HostSettings
}

/** Lists that are given are complete; what is absent has not changed since the report before. */
export type HostReport = {
  kind: 'host'
  host: string
  /** New with each start of the agent; `seq` counts from 1 within it. */
  session: string
  seq: number
  /** The oldest report that the agent still keeps: what is before it will never come. */
  keptFrom: number
  /** By the host's clock. */
  atMs: number
  /** Dashboard's clock minus the host's; null until measured. */
  clock: { offsetMs: number; errorMs: number } | null
  hello?: AgentHello
  changes?: HostChange[]
  links?: LinkReading[]
  addresses?: AddressReading[]
  neighbours?: NeighbourReading[]
  routes?: RouteReading[]
  sockets?: SocketsReading
  /** Local `address:port` that is listened on; `*` and `[::]` for any. */
  listens?: string[]
  processes?: WatchedProcess[]
  vrrp?: VrrpReading[]
  terminals?: TerminalReading[]
  resets?: ResetReading[]
  tcp?: TcpCounters
  /** Reports that had to be dropped at a limit of the agent's. */
  dropped?: { reports: number; fromMs: number; toMs: number; limit: string }
}

/** The dashboard's answer, per host named in the batch. */
export type HostAck = {
  host: string
  session: string
  /** Stored for good: the agent may forget up to here. */
  savedSeq: number
  /** The next report that will be taken; send from there again. */
  nextSeq: number
  /** The whole socket table is wanted with the next look. */
  wantsSockets: boolean
}
