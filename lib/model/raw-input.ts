/** Text as a source gave it, before any reading of it: what collectors emit, recordings keep and ingest accepts. */

export type RawKind =
  | 'stats' // `show stat` or the stats page's CSV
  | 'info' // `show info`
  | 'servers-state' // `show servers state`
  | 'processes' // master CLI `show proc`
  | 'stick-table' // `show table NAME`, without its keys
  | 'sessions' // `show sess all` or `show sess`
  | 'grace-period' // one announcement by an orchestrator, as JSON
  | 'probe' // one direct probe of a server, as JSON
  | 'replication' // one reading of a replicated store, as JSON
  | 'log' // one log line, framing included
  | 'host' // one HostReport of an agent, as JSON

export type RawInput = {
  /** Name of the source, unique in this installation. */
  source: string
  /** Null where the source serves several: then the line itself must tell. */
  loadBalancer: string | null
  kind: RawKind
  /** When it was asked for (stats) or received (log), by this host's clock, epoch ms. */
  atMs: number
  text: string
  /** The worker this came from, for nbproc and old workers; null for the only one. */
  worker?: string | null
  /** Added to every date in the text: recordings play at another time than they were made. */
  shiftMs?: number
}

/** Log lines of one source that came together. */
export type LogLines = {
  source: string
  loadBalancer: string | null
  /** When they were received, by this host's clock, epoch ms. */
  atMs: number
  /** Whole lines, each with its newline. */
  bytes: Uint8Array
  count: number
}
