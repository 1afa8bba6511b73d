/** What members of a replicated store say of themselves, and what follows from it. */

export type ReplicationRole = 'primary' | 'replica'

export type ReplicationReading = {
  kind: 'replication'
  source: string
  atMs: number
  /** What is replicated: `orders-db`. */
  group: string
  /** Who speaks: the host's name, where an agent stands there. */
  member: string
  role: ReplicationRole
  /** Grows with every write; null where only a lag is known. */
  position: number | null
  /** Its own word of how far it is behind; null for a primary, or where it does not know. */
  lagMs: number | null
  /** What a position counts: `bytes`, `events`. */
  unit: string
  /** `lb1/db`: the pool that it serves, where there is one. */
  pool: string | null
}

export type ReplicationMember = Omit<ReplicationReading, 'kind' | 'source' | 'group'> & {
  /** Highest position seen of it, and when. */
  highest: { position: number; atMs: number } | null
  /** Since when it is further behind than the limit, and readings since. */
  behindSinceMs: number | null
  readingsBehind: number
  /** How far behind now, by its own word or by the primary's positions; null where that is not known. */
  behindMs: number | null
}

/** A replica became primary without all that the former one had. */
export type LostWrites = {
  atMs: number
  member: string
  formerPrimary: string
  lost: number
  unit: string
  formerSeenMs: number
}

export type ReplicationGroup = {
  name: string
  members: Map<string, ReplicationMember>
  primary: string | null
  /** Positions of the primary, newest last, at most MAX_POSITIONS: when was it where a replica is now? */
  positions: { atMs: number; position: number }[]
  lost: LostWrites | null
}

export const MAX_GROUPS = 100
export const MAX_MEMBERS = 50
export const MAX_POSITIONS = 600
