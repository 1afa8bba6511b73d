/** What was kept of hosts for the next start: who held which address, and how far each agent's reports are stored. */

import { loadMeta } from './meta.ts'
import type { Store } from './store.ts'

export const HOSTS_KEY = 'hosts'

/** Null where nothing was kept, or nothing that can be read; the pipeline checks its shape. */
export async function loadHosts(store: Store): Promise<unknown> {
  const json = await loadMeta(store, HOSTS_KEY)
  if (json === null) return null
  try {
    return JSON.parse(json)
  } catch {
    store.unreadable.set('hosts', (store.unreadable.get('hosts') ?? 0) + 1)
    return null
  }
}
