/** One reading of a replicated store → the world: who is primary, how far each is behind, what a promotion lost. */

import type { World } from '../model/load-balancer.ts'
import {
  MAX_GROUPS,
  MAX_MEMBERS,
  MAX_POSITIONS,
  type ReplicationGroup,
  type ReplicationMember,
  type ReplicationReading,
} from '../model/replication.ts'

/** Further behind than this for two readings, and it lags. */
export const LAG_MS = 10_000
/** The former primary's last word must not be older than this to be compared with. */
export const FORMER_MS = 600_000

/** By its own word, else since when the primary is past the position that it has reached. */
function behind(group: ReplicationGroup, reading: ReplicationReading): number | null {
  if (reading.role === 'primary') return null
  if (reading.lagMs !== null) return reading.lagMs
  const { position, atMs } = reading
  if (position === null || group.positions.length === 0) return null
  const ahead = group.positions.find((one) => one.position > position)
  return ahead === undefined ? 0 : Math.max(0, atMs - ahead.atMs)
}

function becomePrimary(group: ReplicationGroup, reading: ReplicationReading): void {
  const former = group.primary === null ? undefined : group.members.get(group.primary)
  const { member, position, atMs, unit } = reading
  group.primary = member
  group.positions = []
  const had = former?.highest
  if (!former || !had || position === null || atMs - had.atMs > FORMER_MS) return
  // What it has written since its promotion hides what it lacks: only less than before is proof.
  const before = group.members.get(member)?.highest
  const reached = before && before.atMs > had.atMs ? Math.max(before.position, position) : position
  if (reached >= had.position) return
  group.lost = {
    ...{ atMs, member, formerPrimary: former.member, lost: had.position - reached, unit },
    formerSeenMs: had.atMs,
  }
}

/** False where the limit of groups or members is reached. Writes into `world`. */
export function applyReplication(world: World, reading: ReplicationReading): boolean {
  world.replication ??= new Map()
  let group = world.replication.get(reading.group)
  if (group === undefined) {
    if (world.replication.size >= MAX_GROUPS) return false
    group = { name: reading.group, members: new Map(), primary: null, positions: [], lost: null }
    world.replication.set(reading.group, group)
  }
  const before = group.members.get(reading.member)
  if (before === undefined && group.members.size >= MAX_MEMBERS) return false
  // Readings may come out of order.
  if (before !== undefined && reading.atMs < before.atMs) return true
  const { member, role, position, atMs } = reading
  if (role === 'primary' && group.primary !== member) becomePrimary(group, reading)
  if (role === 'primary' && position !== null) {
    group.positions.push({ atMs, position })
    if (group.positions.length > MAX_POSITIONS) group.positions.shift()
  }
  const behindMs = behind(group, reading)
  const lags = behindMs !== null && behindMs > LAG_MS
  const higher = position !== null && (before?.highest == null || position >= before.highest.position)
  const { kind: _, source: __, group: ___, ...said } = reading
  const now: ReplicationMember = {
    ...said,
    // A demoted primary that was rewound starts from where it is.
    highest: higher ? { position, atMs } : (before?.highest ?? null),
    behindSinceMs: lags ? (before?.behindSinceMs ?? atMs - (behindMs - LAG_MS)) : null,
    readingsBehind: lags ? (before?.readingsBehind ?? 0) + 1 : 0,
    behindMs,
  }
  group.members.set(member, now)
  return true
}
