/** One pool and its members as last known. */

import type { Store } from './store.ts'
import type { StoredPool, StoredServer } from './stored-subject.ts'

/** `id` is `loadBalancer/pool`; null where no such pool was ever seen. */
export async function loadPool(
  store: Store,
  id: string,
): Promise<(StoredPool & { servers: StoredServer[] }) | null> {
  const pool = await store.prisma.pool.findUnique({ where: { id } })
  if (!pool) return null
  const servers = await store.prisma.server.findMany({ where: { pool: id }, orderBy: { name: 'asc' } })
  return { ...pool, servers }
}
