/** `show sess` → the world: what passes through now, and which connection to a server each client's goes on over. */

import type { LoadBalancer, OpenSession, World } from '../model/load-balancer.ts'
import type { SessionsReading } from '../model/stats-reading.ts'
import { loadBalancerOf } from './create-world.ts'
import { keepLeg } from './keep-leg.ts'

/** Sessions held of one load balancer, all its workers together. */
export const MAX_OPEN = 10_000
/** Two looks at one session agree on its start to this, beyond what each says of its own. */
const SAME_START_MS = 200

/** One that was listed before and is no more: it ended between two looks. */
export type EndedSession = { session: OpenSession; endedAtMs: number; errorMs: number }

function applyLegs(lb: LoadBalancer, { atMs, sessions }: SessionsReading): void {
  for (const { client, listener, pool, server, local, remote } of sessions)
    if (local !== null && remote !== null && listener !== null)
      keepLeg(lb, client, listener, { pool, server, local, remote, atMs })
}

/** A client's connection carries one session after the other: it is the same one only if it began when it did. */
function isSame(known: OpenSession, told: SessionsReading['sessions'][number], server: string): boolean {
  if (known.server !== server || told.startedAtMs === null) return false
  const slack = Math.max(known.startedErrorMs, told.startedErrorMs) + SAME_START_MS
  return Math.abs(known.startedAtMs - told.startedAtMs) <= slack
}

/** Writes into `world`; the oldest pairs go first at the limit. Answers with the sessions that ended since the look before. */
export function applySessions(world: World, reading: SessionsReading): EndedSession[] {
  const lb = loadBalancerOf(world, reading.loadBalancer)
  applyLegs(lb, reading)
  const { atMs } = reading
  const worker = reading.worker ?? ''
  const open = lb.sessions ?? new Map<string, OpenSession>()
  lb.sessions = open
  const ended: EndedSession[] = []
  const end = (session: OpenSession) => {
    const errorMs = Math.max(0, atMs - session.seenAtMs) / 2
    ended.push({ session, endedAtMs: atMs - errorMs, errorMs })
  }
  for (const told of reading.sessions) {
    const { client, listener, pool, server, local, remote, startedAtMs, startedErrorMs, bytesIn, bytesOut } =
      told
    if (pool === null || server === null || startedAtMs === null) continue
    const key = `${worker} ${client}`
    const known = open.get(key)
    const same = known !== undefined && isSame(known, told, server)
    if (known !== undefined && !same) end(known)
    if (!same && open.size >= MAX_OPEN && !open.has(key)) continue
    const before = same ? known : null
    const moved = before !== null && (bytesIn !== before.bytesIn || bytesOut !== before.bytesOut)
    const counted = bytesIn !== null || bytesOut !== null
    const precise = before !== null && before.startedErrorMs <= startedErrorMs
    open.set(key, {
      ...{ worker, client, pool, server, bytesIn, bytesOut },
      ...(counted ? {} : { bytesIn: before?.bytesIn ?? null, bytesOut: before?.bytesOut ?? null }),
      listener: listener ?? before?.listener ?? null,
      local: local ?? before?.local ?? null,
      remote: remote ?? before?.remote ?? null,
      startedAtMs: precise ? before.startedAtMs : startedAtMs,
      startedErrorMs: precise ? before.startedErrorMs : startedErrorMs,
      firstSeenMs: before?.firstSeenMs ?? atMs,
      seenAtMs: atMs,
      movedAtMs: counted && moved ? atMs : (before?.movedAtMs ?? null),
    })
  }
  if (!reading.partial) {
    lb.sessionsAtMs ??= new Map()
    lb.sessionsAtMs.set(worker, atMs)
  }
  for (const [key, session] of open) {
    if (session.worker !== worker || session.seenAtMs === atMs || reading.partial) continue
    open.delete(key)
    end(session)
  }
  return ended
}
