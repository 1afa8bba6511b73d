/** What one line of a load balancer's log says; the public record of `polygraph parse`. */

export type LoggedState = 'up' | 'down' | 'maint' | 'drain' | 'stopping'

/** Fields that the framing carries; absent where it does not. */
export type Framed = {
  /** Epoch ms; null where the line carries no usable date. */
  atMs: number | null
  host?: string
  process?: string
  pid?: number
  severity?: string
  /** Which format matched: `haproxy-http`, `haproxy-tcp`, `haproxy-clf`, … */
  format: string
}

/** One server that a request was given to; the last of them answered, or nobody did. */
export type Attempt = {
  /** As the log names it: an address, a name, `unix:/…`. */
  server: string | null
  status: number | null
  connectMs: number | null
  /** Until the first byte of the answer (HAProxy's Tr). */
  responseMs: number | null
  /** How this attempt ended, in the letters of `Exchange.termination`; absent where it is not told. */
  termination?: string | null
}

export type Exchange = Framed & {
  client: { ip: string | null; port: number | null }
  frontend: string | null
  tls: boolean
  pool: string | null
  /** Null for `<NOSRV>`; other `<…>` names are kept. */
  server: string | null
  timers: {
    requestMs: number | null
    queueMs: number | null
    connectMs: number | null
    responseMs: number | null
    totalMs: number | null
  }
  bytes: number | null
  /** HAProxy's letters; of other load balancers the two letters that mean the same, null where their log does not tell. */
  termination: string | null
  connections: {
    process: number | null
    frontend: number | null
    pool: number | null
    server: number | null
  } | null
  retries: number | null
  redispatched: boolean
  queue: { server: number | null; pool: number | null } | null
  loggedEarly: boolean
  truncated: boolean
  /** `atMs` is when it ended, as NGINX and Caddy write it; absent where it is when it began. */
  datedAtEnd?: true
  /** In their order, where the log names every server that was tried; `server` is the last one's. */
  attempts?: Attempt[]
  /** What else the format carries: TLS of httpslog, sample expressions, keys without a place here. */
  fields?: Record<string, string | null>
}

export type RequestRecord = Exchange & {
  kind: 'request'
  status: number | null
  requestCookie: string | null
  responseCookie: string | null
  requestHeaders: string[] | null
  responseHeaders: string[] | null
  /** One captured block that could be either side's. */
  headers?: string[]
  method: string | null
  uri: string | null
  httpVersion: string | null
}

export type SessionRecord = Exchange & { kind: 'session' }

export type ServerStateRecord = Framed & {
  kind: 'server-state'
  pool: string
  server: string
  backup: boolean
  from: LoggedState | null
  to: LoggedState | null
  reason: string | null
  code: number | null
  info: string | null
  checkDurationMs: number | null
  via: string | null
  changedFrom: string | null
  activeLeft: number | null
  backupLeft: number | null
  sessionsActive: number | null
  requeued: number | null
  queued: number | null
}

export type HealthCheckRecord = Framed & {
  kind: 'health-check'
  pool: string
  server: string
  backup: boolean
  agent: boolean
  succeeded: boolean
  reason: string | null
  code: number | null
  info: string | null
  checkDurationMs: number | null
  health: number | null
  healthMax: number | null
  to: LoggedState | null
}

export type PoolEmptyRecord = Framed & { kind: 'pool-empty'; pool: string }
export type ProxyStateRecord = Framed & { kind: 'proxy-state'; proxy: string; to: string }
export type ConnectRecord = Framed & {
  kind: 'connect'
  client: { ip: string | null; port: number | null }
  destination: { ip: string | null; port: number | null }
  frontend: string
  mode: string
}
export type ConnectionErrorRecord = Framed & {
  kind: 'connection-error'
  client: { ip: string | null; port: number | null }
  frontend: string
  message: string
  /** The server that it concerns and the status that the client was given, where the log names them. */
  server?: string
  status?: number
}
export type ServerAddressRecord = Framed & {
  kind: 'server-address'
  pool: string
  server: string
  from: string
  to: string
  by: string | null
}
export type ProcessRecord = Framed & { kind: 'process'; message: string }

export type LogRecord =
  | RequestRecord
  | SessionRecord
  | ServerStateRecord
  | HealthCheckRecord
  | PoolEmptyRecord
  | ProxyStateRecord
  | ConnectRecord
  | ConnectionErrorRecord
  | ServerAddressRecord
  | ProcessRecord

export type ParsedLine = ({ ok: true } & LogRecord) | { ok: false; reason: string; raw: string }
