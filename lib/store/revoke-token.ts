/** Makes an access token void from now on. */

import type { Store } from './store.ts'

/** False where there is no such token or where it was revoked before. */
export async function revokeToken(store: Store, id: string, nowMs: number): Promise<boolean> {
  const { count } = await store.prisma.accessToken.updateMany({
    where: { id, revokedAtMs: null },
    data: { revokedAtMs: nowMs },
  })
  return count === 1
}
