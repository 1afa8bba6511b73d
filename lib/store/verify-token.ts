/** Who a token belongs to and what it allows. */

import { isRole, type Role } from '../model/role.ts'
import type { Store } from './store.ts'
import { tokenHash } from './token-hash.ts'

/** Longer texts are not tokens and are not hashed. */
const TOKEN_LIMIT = 200

/** Null for a token that is unknown or revoked. */
export async function verifyToken(
  store: Store,
  plain: string,
): Promise<{ id: string; name: string; role: Role } | null> {
  if (plain.length === 0 || plain.length > TOKEN_LIMIT) return null
  const row = await store.prisma.accessToken.findUnique({ where: { hash: tokenHash(plain) } })
  if (!row || row.revokedAtMs !== null || !isRole(row.role)) return null
  return { id: row.id, name: row.name, role: row.role }
}
