/** Sessions that still last, to be seen and to be ended. */

import type { SessionEntry } from '../../model/person.ts'
import type { Store } from '../store.ts'
import { sessionEndMs } from './verify-session.ts'

/** Newest use first; more are not shown. */
export const SESSIONS_LIMIT = 500

export async function loadSessions(
  store: Store,
  question: { personId?: string; nowMs: number },
): Promise<SessionEntry[]> {
  const { personId, nowMs } = question
  const rows = await store.prisma.session.findMany({
    where: { endedAtMs: null, expiresAtMs: { gt: nowMs }, ...(personId && { personId }) },
    orderBy: { lastSeenAtMs: 'desc' },
    take: SESSIONS_LIMIT,
    omit: { hash: true, endedAtMs: true },
  })
  return rows.filter((row) => nowMs < sessionEndMs(row))
}

/** False where it was over before, or where it is another person's than `personId`. */
export async function endSession(
  store: Store,
  id: string,
  nowMs: number,
  personId?: string,
): Promise<boolean> {
  const { count } = await store.prisma.session.updateMany({
    where: { id, endedAtMs: null, ...(personId && { personId }) },
    data: { endedAtMs: nowMs },
  })
  return count === 1
}

export async function endSessionsOf(store: Store, personId: string, nowMs: number): Promise<number> {
  const { count } = await store.prisma.session.updateMany({
    where: { personId, endedAtMs: null },
    data: { endedAtMs: nowMs },
  })
  return count
}

/** Whether this person has signed in from this address since then. */
export async function hasSignedInFrom(
  store: Store,
  personId: string,
  address: string,
  sinceMs: number,
): Promise<boolean> {
  const found = await store.prisma.session.findFirst({
    where: { personId, address, createdAtMs: { gte: sinceMs } },
    select: { id: true },
  })
  return found !== null
}
