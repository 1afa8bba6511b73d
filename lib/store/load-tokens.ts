/** Every access token without its secret, newest first. */

import type { Store } from './store.ts'

export type StoredToken = {
  id: string
  name: string
  role: string
  createdAtMs: number
  revokedAtMs: number | null
}

export async function loadTokens(store: Store): Promise<StoredToken[]> {
  return store.prisma.accessToken.findMany({
    select: { id: true, name: true, role: true, createdAtMs: true, revokedAtMs: true },
    orderBy: { createdAtMs: 'desc' },
    take: 1_000,
  })
}
