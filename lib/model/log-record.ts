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
