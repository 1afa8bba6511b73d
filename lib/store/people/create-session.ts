/** Begins a session; its secret is given once, to become the browser's cookie. */

import { randomBytes, randomUUID } from 'node:crypto'
import type { Store } from '../store.ts'
import { tokenHash } from '../token-hash.ts'

const SECRET_BYTES = 32
/** However busy it is, a session ends after this. */
export const SESSION_LIFE_MS = 7 * 86_400_000
/** One more ends the oldest. */
export const SESSIONS_PER_PERSON = 20
const BROWSER_LIMIT = 200

export async function createSession(
  store: Store,
  wanted: { personId: string; address: string; browser: string; nowMs: number },
): Promise<{ id: string; secret: string; expiresAtMs: number }> {
  const { personId, address, nowMs } = wanted
  const id = randomUUID()
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const expiresAtMs = nowMs + SESSION_LIFE_MS
  const data = {
    id,
    hash: tokenHash(secret),
    personId,
    address,
    browser: wanted.browser.slice(0, BROWSER_LIMIT),
    createdAtMs: nowMs,
    lastSeenAtMs: nowMs,
    expiresAtMs,
  }
  await store.prisma.session.create({ data })
  const open = await store.prisma.session.findMany({
    where: { personId, endedAtMs: null },
    orderBy: { createdAtMs: 'desc' },
    skip: SESSIONS_PER_PERSON,
    select: { id: true },
  })
  if (open.length)
    await store.prisma.session.updateMany({
      where: { id: { in: open.map((one) => one.id) } },
      data: { endedAtMs: nowMs },
    })
  return { id, secret, expiresAtMs }
}
