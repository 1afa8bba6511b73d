/** How a load balancer checks its servers and lets go of them, each value with where it was said. */

export type Origin =
  | { from: 'file'; file: string; line: number; section: string }
  /** Seen in the load balancer's own output; `why` names it. */
  | { from: 'behaviour'; why: string }
  /** Said nowhere: HAProxy's default, or its absence. */
  | { from: 'default' }
  /** Said in the file, but not to be read: a variable, a wrong number. */
  | { from: 'unreadable'; file: string; line: number; section: string; text: string }
  /** Neither a file nor behaviour tells. */
  | { from: 'unknown' }

export type Setting<T> = { value: T; origin: Origin }

/** What a check reaches; `agent` where only an agent decides; `unknown` where no file and no output tells. */
export type CheckKind = 'none' | 'l4' | 'l6' | 'l7' | 'agent' | 'external' | 'tracked' | 'unknown'

export type ServerSettings = {
  /** Of a server-template the name of its first server. */
  server: string
  /** More than 1 for a server-template. */
  count: number
  address: string | null
  port: number | null
  /** The `server` line; null where there is no file. */
  at: { file: string; line: number; section: string } | null
  kind: CheckKind
  /** In plain words: `the port accepts`, `GET /health answers 2xx or 3xx`. */
  proves: string
  /** False for a bare connect, which a hung application passes. */
  waitsForAnswer: boolean
  /** The check speaks TLS; false where that is not known. */
  checkTls: boolean
  check: Setting<boolean>
  interMs: Setting<number | null>
  fastInterMs: Setting<number | null>
  downInterMs: Setting<number | null>
  fall: Setting<number | null>
  rise: Setting<number | null>
  /** Where checks go when not to the server's own address and port. */
  checkPort: Setting<number | null>
  checkAddress: Setting<string | null>
  /** `pool/server`. */
  track: Setting<string | null>
  agentCheck: Setting<boolean>
  agentInterMs: Setting<number | null>
  agentPort: Setting<number | null>
  slowStartMs: Setting<number | null>
  onMarkedDown: Setting<string | null>
  onMarkedUp: Setting<string | null>
  observe: Setting<string | null>
  onError: Setting<string | null>
  errorLimit: Setting<number | null>
  weight: Setting<number | null>
  maxConnections: Setting<number | null>
  maxQueue: Setting<number | null>
  backup: Setting<boolean>
  disabled: Setting<boolean>
  cookie: Setting<string | null>
  tcpUserTimeoutMs: Setting<number | null>
  tls: Setting<boolean>
  resolvers: Setting<string | null>
  initAddress: Setting<string | null>
}

/** Milliseconds; null is unset, which HAProxy takes as no limit. */
export type PoolTimeouts = {
  checkMs: Setting<number | null>
  connectMs: Setting<number | null>
  serverMs: Setting<number | null>
  clientMs: Setting<number | null>
  queueMs: Setting<number | null>
  tunnelMs: Setting<number | null>
  httpRequestMs: Setting<number | null>
  httpKeepAliveMs: Setting<number | null>
  clientFinMs: Setting<number | null>
  serverFinMs: Setting<number | null>
}

/** What brings a client back to the same server, a draining one included. */
export type Persistence =
  | { by: 'none' }
  | {
      by: 'cookie'
      name: string
      mode: 'insert' | 'rewrite' | 'prefix' | 'passive'
      indirect: boolean
      noCache: boolean
      dynamic: boolean
      maxIdleMs: number | null
      maxLifeMs: number | null
    }
  | { by: 'stick-table'; key: string; expireMs: number | null; peers: boolean }
  | { by: 'rdp-cookie' }

export type PoolSettings = {
  pool: string
  section: 'backend' | 'listen'
  at: { file: string; line: number; section: string } | null
  mode: Setting<string>
  balance: Setting<string>
  /** The pool's kind of check: `httpchk`, `tcp-check`, …; null is a bare connect. */
  checkOption: Setting<string | null>
  /** Method and path of an HTTP check, where there is one. */
  checkRequest: Setting<{ method: string; path: string } | null>
  timeouts: PoolTimeouts
  persistence: Setting<Persistence>
  retries: Setting<number>
  redispatch: Setting<boolean>
  retryOn: Setting<string | null>
  optionPersist: Setting<boolean>
  allBackups: Setting<boolean>
  logHealthChecks: Setting<boolean>
  keepaliveToServers: Setting<boolean>
  keepaliveToClients: Setting<boolean>
  fullConnections: Setting<number | null>
  loadsServerState: Setting<boolean>
  emailAlert: Setting<boolean>
  servers: ServerSettings[]
}

export type ProcessSettings = {
  /** The `global` section, or the file's first line where there is none; null without a file. */
  at: { file: string; line: number; section: string } | null
  hardStopAfterMs: Setting<number | null>
  graceMs: Setting<number | null>
  spreadChecksPercent: Setting<number | null>
  maxSpreadChecksMs: Setting<number | null>
}

export type LoadBalancerSettings = { process: ProcessSettings; pools: PoolSettings[] }
