/** A detector's named conclusion, with the evidence it rests on. */

const POOL_FINDING_KINDS = [
  'pool-outage',
  'flapping',
  'lying-health-check',
  'unproven-health-check',
  'shared-dependency-failing',
  'queue-saturation',
  'cascade-risk',
  'cascade',
  'cut-drain',
  'stuck-drain',
  'sticky-sessions-lost',
  'divergent-responses',
  'replication-lag',
] as const

export const FINDING_KINDS = [
  'vip-failover',
  'split-vip',
  'stale-neighbour',
  'phantom-connections',
  'blackholed-connections',
  'orphan-connections',
  ...POOL_FINDING_KINDS,
  'stalled-terminal',
  'orphaned-worker',
  'source-gap',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** Of a pool or its servers: tracked apart from those of the network. */
export const isOfPool = ({ kind }: { kind: FindingKind }): boolean =>
  (POOL_FINDING_KINDS as readonly FindingKind[]).includes(kind)

export type Severity = 'info' | 'warning' | 'critical'

export type SubjectType =
  | 'vip'
  | 'host'
  | 'connection'
  | 'terminal'
  | 'load-balancer'
  | 'pool'
  | 'server'
  | 'process'
  | 'source'

/** `vip` 10.0.0.100 · `host` lb1 · `pool` lb1/app · `connection` `10.0.0.2:51234 10.0.0.100:443` · `terminal` bastion/pts/3 · `server` lb1/app/web1. */
export type Subject = { type: SubjectType; id: string }

export type EvidenceChannel =
  | 'address'
  | 'neighbour'
  | 'link'
  | 'route'
  | 'tcp'
  | 'process'
  | 'vrrp'
  | 'terminal'
  | 'claim'
  | 'traffic'
  | 'source'

/** One observation by one witness. */
export type Evidence = {
  /** On the dashboard's clock, and how far off it may be. */
  atMs: number
  errorMs: number
  channel: EvidenceChannel
  /** Name of the host or load balancer that saw it. */
  witness: string
  /** Where the witness stands: at the client's end, at the address's owner, at the former owner, at a server, beside. */
  side: 'client' | 'owner' | 'former-owner' | 'server' | 'beside'
  subject: Subject
  /** One plain sentence. */
  text: string
  /** The event that tells the same, where there is one. */
  eventId: string | null
}

/** A connection that is not what one end takes it for. */
export type BadConnection = {
  /** Host that holds it. */
  host: string
  local: string
  remote: string
  class: 'idle-phantom' | 'blackhole' | 'path-broken' | 'orphan' | 'fin-lost' | 'unserved'
  /** Since when its peer is not there, or since when nothing is acknowledged. */
  sinceMs: number
  /** Last word from the peer; null where the kernel was not asked. */
  lastReceivedAtMs: number | null
  /** What the other end says: its host and state, null where no witness stands there. */
  peer: { host: string; state: string | null; atMs: number } | null
  process: { pid: number; command: string } | null
  /** `keepalive` timer seen running on it; null: not known. */
  keepalive: boolean | null
  /** Where a proxy passes it on: its other connection, as the proxy holds it, where it told of it. */
  otherLeg?: OtherLeg
}

export type OtherLeg = {
  loadBalancer: string
  pool: string | null
  server: string | null
  local: string
  remote: string
}

/** One page as two servers give it: `samples` of `of` answers were this version. */
export type GivenVersion = { server: string; version: string; samples: number; of: number }
/** `p`: how likely chance alone would be. */
export type Difference = { page: string; a: GivenVersion; b: GivenVersion; p: number }

/** How long this host's kernel would take to notice by itself, ms; `toMs` null: never. */
export type KernelNotice = { fromMs: number | null; toMs: number | null; text: string }

export type Finding = {
  /** Stable: the same failure gets the same id when it is found again. */
  id: string
  kind: FindingKind
  /** Name of the rule, with the thresholds that it used. */
  rule: string
  thresholds: Record<string, number>
  severity: Severity
  /** 0 to 1. */
  confidence: number
  subjects: Subject[]
  /** When what it tells began, and how far off that may be. */
  startedAtMs: number
  startedErrorMs: number
  /** When Polygraph first knew. */
  detectedAtMs: number
  /** Null while it lasts. */
  endedAtMs: number | null
  /** One plain sentence. */
  text: string
  /** At most MAX_EVIDENCE, the weightiest first. */
  evidence: Evidence[]
  /** What speaks against it. */
  against: Evidence[]
  connections: BadConnection[]
  /** All of them, where the list above had to be cut. */
  connectionsTotal: number
  /** Of `divergent-responses`: the pairs that prove it. */
  differences?: Difference[]
  kernelNotice: KernelNotice | null
  /** Further facts by name: `owner`, `formerOwner`, `mac`, `command`, … */
  facts: Record<string, string | number | boolean | null>
}

export const MAX_EVIDENCE = 40
export const MAX_CONNECTIONS = 500
