/** What was kept of capacity for the next start: what each pool's servers were believed to carry, and when. */

import { loadMeta } from './meta.ts'
import type { Store } from './store.ts'

export const CAPACITY_KEY = 'capacity'

/** Null where nothing was kept, or nothing that can be read; who asks checks its shape. */
export async function loadCapacity(store: Store): Promise<unknown> {
  const json = await loadMeta(store, CAPACITY_KEY)
  if (json === null) return null
  try {
    return JSON.parse(json)
  } catch {
    store.unreadable.set('capacity', (store.unreadable.get('capacity') ?? 0) + 1)
    return null
  }
}
