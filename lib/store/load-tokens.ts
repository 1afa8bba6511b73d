/** Every access token without its secret, newest first. */

import type { Store } from './store.ts'

export type StoredToken = {
  id: string
  name: string
  role: string
  createdAtMs: number
  revokedAtMs: number | null
}

const PAGE = 1_000

/** All of them, however many. */
export async function loadTokens(store: Store): Promise<StoredToken[]> {
  const tokens: StoredToken[] = []
  for (;;) {
    const page = await store.prisma.accessToken.findMany({
      select: { id: true, name: true, role: true, createdAtMs: true, revokedAtMs: true },
      orderBy: [{ createdAtMs: 'desc' }, { id: 'desc' }],
      skip: tokens.length,
      take: PAGE,
    })
    tokens.push(...page)
    if (page.length < PAGE) return tokens
  }
}
