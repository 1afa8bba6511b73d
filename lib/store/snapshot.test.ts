/** The last live snapshot comes back whole, or not at all. */

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LiveSnapshot } from '../views/live-view.ts'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { metaRow } from './meta.ts'
import { openStore } from './open-store.ts'
import { loadSnapshot, saveSnapshot } from './snapshot.ts'
import { closeStore, type Store } from './store.ts'

let store: Store
beforeEach(async () => {
  store = await openStore({ dataDir: scratchFolder() })
})
afterEach(() => closeStore(store))

const snapshot: LiveSnapshot = {
  seq: 4,
  atMs: 1_000,
  headline: { tone: 'calm', lead: 'All agree', rest: '.', detail: 'x'.repeat(2_000) },
  loadBalancers: [],
  pools: [
    {
      id: 'lb1/web',
      loadBalancer: 'lb1',
      name: 'web',
      mode: 'http',
      status: 'UP',
      fresh: true,
      numbers: [1, 2.5, 0, null, 12],
      servers: [],
    },
  ],
  events: [],
  sources: [],
  hosts: [],
  vips: [],
  incidents: [],
  networkStrips: {},
  strips: { 'lb1/web': [{ second: 1, claims: [0, 2], sessions: 1, requestRate: 2.5, failureRate: null }] },
}

it('comes back as it was, the newest only', async () => {
  expect(await loadSnapshot(store)).toBeNull()
  await saveSnapshot(store, { ...snapshot, seq: 3 })
  expect(await saveSnapshot(store, snapshot)).toEqual({ ok: true })
  expect(await loadSnapshot(store)).toEqual(snapshot)
})

it('of another shape, not JSON or damaged is none, and counted', async () => {
  const put = async (value: Uint8Array<ArrayBuffer>) => {
    await store.prisma.meta.update({ where: { key: 'live-snapshot' }, data: { value } })
    expect(await loadSnapshot(store)).toBeNull()
  }
  await saveSnapshot(store, snapshot)
  await put(metaRow('live-snapshot', JSON.stringify({ ...snapshot, pools: [{ id: 3 }] }), 1).value)
  await put(metaRow('live-snapshot', '{', 1).value)
  await put(Uint8Array.of(1, 255, 255))
  expect(Object.fromEntries(store.unreadable)).toEqual({ snapshot: 2, meta: 1 })
})
