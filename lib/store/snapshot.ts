/** The newest live snapshot, kept so that a page can be drawn before its socket is connected. */

import type { LiveSnapshot } from '../views/live-view.ts'
import { loadMeta, metaRow } from './meta.ts'
import { liveSnapshotShape } from './snapshot-shape.ts'
import type { Store } from './store.ts'
import { type StoreError, toStoreError } from './store-error.ts'
import { upsert } from './upsert.ts'

const KEY = 'live-snapshot'

/** Call it every two seconds at most: it is written whole, compressed. */
export async function saveSnapshot(
  store: Store,
  snapshot: LiveSnapshot,
): Promise<{ ok: true } | { ok: false; error: StoreError }> {
  try {
    const row = metaRow(KEY, JSON.stringify(snapshot), snapshot.atMs)
    await Promise.all(upsert(store.prisma, 'Meta', [row]))
    return { ok: true }
  } catch (cause) {
    return { ok: false, error: toStoreError(cause, 'The live snapshot could not be saved') }
  }
}

/** Null where none was saved, or where it is not this version's shape (counted in `unreadable`). */
export async function loadSnapshot(store: Store): Promise<LiveSnapshot | null> {
  const json = await loadMeta(store, KEY)
  if (json === null) return null
  try {
    const checked = liveSnapshotShape.safeParse(JSON.parse(json))
    if (checked.success) return checked.data as unknown as LiveSnapshot
  } catch {
    // Not JSON: counted with the other unreadable ones.
  }
  store.unreadable.set('snapshot', (store.unreadable.get('snapshot') ?? 0) + 1)
  return null
}
