/** What the page of a pool asks for beside the live picture: each server's traffic in detail, and what its check settings trade. */

export type PoolDetailView = {
  pool: string
  atMs: number
  servers: ServerEvidenceView[]
  checks: PoolChecksView
}

/** Of the newest `overS` seconds of log lines; a server without any is not listed. */
export type ServerEvidenceView = {
  server: string
  overS: number
  /** 1xx, 2xx, 3xx, 4xx, 5xx, without a status. */
  statuses: number[]
  /** Ended otherwise than well: the first two letters of HAProxy's state; the most frequent first. */
  terminations: { state: string; count: number }[]
  connectMs: QuantilesView | null
  responseMs: QuantilesView | null
  retries: number
  /** Came here after another server had failed them: not held against this one. */
  redispatchedHere: number
  probe: {
    path: string
    atMs: number
    failure: string | null
    inARow: number
  } | null
}

/** Upper ends of the buckets in which they lie, ms. */
export type QuantilesView = { half: number; most: number }

export type PoolChecksView = {
  /** `null`: no haproxy.cfg is known; then only what HAProxy's output shows is told. */
  file: string | null
  groups: CheckGroupView[]
  /** Settings of the pool as a whole. */
  settings: SettingView[]
  /** What rules say of it, the gravest first. */
  says: {
    rule: string
    severity: 'serious' | 'advice' | 'note'
    text: string
    instead: string
    where: string | null
  }[]
}

/** `origin`: `haproxy.cfg line 12`, `seen: check_fall`, `HAProxy’s default`, `not known`. */
export type SettingView = { name: string; value: string; origin: string; known: boolean }

export type RangeView = { minMs: number; maxMs: number }

/** Servers with one kind of check and the same timing. */
export type CheckGroupView = {
  servers: string[]
  serverCount: number
  kind: string
  proves: string
  settings: SettingView[]
  /** How long a failed server keeps its traffic; null: its check never notices. Absent: not known. */
  keeps?: { refusing: TradeView; hung: TradeView; unreachable: TradeView }
  /** A stall that takes it out: none shorter does, every one as long as the other does. */
  stall: { shortestMs: number; alwaysMs: number } | null
}

/** `disagrees`: checks were reported to last otherwise than the settings allow. */
export type TradeView = (RangeView & { from: 'settings' | 'reported'; disagrees: boolean }) | null
