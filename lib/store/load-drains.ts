/** What was kept of drains for the next start: those that ran, and how long each pool's sessions live. */

import { loadMeta } from './meta.ts'
import type { Store } from './store.ts'

export const DRAINS_KEY = 'drains'

/** Null where nothing was kept, or nothing that can be read; the pipeline checks its shape. */
export async function loadDrains(store: Store): Promise<unknown> {
  const json = await loadMeta(store, DRAINS_KEY)
  if (json === null) return null
  try {
    return JSON.parse(json)
  } catch {
    store.unreadable.set('drains', (store.unreadable.get('drains') ?? 0) + 1)
    return null
  }
}
