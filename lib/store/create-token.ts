/** Makes an access token; its text is given once and kept nowhere. */

import { randomBytes, randomUUID } from 'node:crypto'
import { isRole, type Role } from '../model/role.ts'
import type { Store } from './store.ts'
import { toStoreError } from './store-error.ts'
import { tokenHash } from './token-hash.ts'

const SECRET_BYTES = 32
const NAME_LIMIT = 100

export type Created =
  | { ok: true; id: string; token: string }
  | { ok: false; reason: 'unknown-role' | 'bad-name' | 'not-saved'; message: string }

export async function createToken(
  store: Store,
  wanted: { name: string; role: Role; nowMs?: number },
): Promise<Created> {
  const name = wanted.name.trim()
  if (!isRole(wanted.role))
    return { ok: false, reason: 'unknown-role', message: `There is no role ${wanted.role}.` }
  if (name === '' || name.length > NAME_LIMIT)
    return { ok: false, reason: 'bad-name', message: `A token's name has 1 to ${NAME_LIMIT} characters.` }
  const id = randomUUID()
  const token = `polygraph_${randomBytes(SECRET_BYTES).toString('base64url')}`
  try {
    const data = {
      id,
      name,
      role: wanted.role,
      hash: tokenHash(token),
      createdAtMs: wanted.nowMs ?? Date.now(),
    }
    await store.prisma.accessToken.create({ data })
    return { ok: true, id, token }
  } catch (cause) {
    return { ok: false, reason: 'not-saved', message: toStoreError(cause, 'The token was not saved').message }
  }
}
