/** Whose session a cookie is, as things stand now: role and right to sign in are read each time. */

import type { PersonRole } from '../../model/person.ts'
import type { Store } from '../store.ts'
import { tokenHash } from '../token-hash.ts'
import { loadPerson } from './load-people.ts'

/** A session that is not used for this long ends. */
export const SESSION_IDLE_MS = 12 * 3_600_000
/** `lastSeenAtMs` is written no more often than this; so much shorter the idle time may be. */
export const SEEN_EVERY_MS = 60_000
const SECRET_LENGTH = 43

export type SessionHolder = { sessionId: string; id: string; name: string; role: PersonRole }

/** The moment from which a session is over, by its own times. */
export const sessionEndMs = (session: { lastSeenAtMs: number; expiresAtMs: number }): number =>
  Math.min(session.expiresAtMs, session.lastSeenAtMs + SESSION_IDLE_MS)

/** Null for a secret that is unknown, ended or expired, or whose person may not sign in. */
export async function verifySession(
  store: Store,
  secret: string,
  nowMs: number,
): Promise<SessionHolder | null> {
  if (secret.length !== SECRET_LENGTH) return null
  const session = await store.prisma.session.findUnique({ where: { hash: tokenHash(secret) } })
  if (!session || session.endedAtMs !== null || nowMs >= sessionEndMs(session)) return null
  const person = await loadPerson(store, session.personId)
  if (!person || person.disabledAtMs !== null) return null
  if (nowMs - session.lastSeenAtMs >= SEEN_EVERY_MS)
    // Ended meanwhile, it stays as it is.
    await store.prisma.session.updateMany({
      where: { id: session.id, endedAtMs: null },
      data: { lastSeenAtMs: nowMs },
    })
  return { sessionId: session.id, id: person.id, name: person.name, role: person.role }
}
