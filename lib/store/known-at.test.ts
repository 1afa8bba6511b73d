/** What was known at a moment: nothing that was told later, the last word on every server, incidents as they stood. */

import { afterEach, beforeEach, expect, it } from 'vitest'
import { toPastSnapshot } from '../views/to-past-snapshot.ts'
import { batchOf, eventOf, rowOf, sampleOf } from './fixtures/sample-batch.ts'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { loadKnownAt } from './load-known-at.ts'
import { openStore } from './open-store.ts'
import { saveBatch } from './save-batch.ts'
import { closeStore, type Store } from './store.ts'

const T0 = 1_750_000_000_000

let store: Store
beforeEach(async () => {
  store = await openStore({ dataDir: scratchFolder() })
  const pool = {
    id: 'lb1/web',
    loadBalancer: 'lb1',
    name: 'web',
    mode: 'http',
    algorithm: null,
    lastSeenAtMs: T0,
  }
  const server = { pool: 'lb1/web', backup: false, weight: 1, lastSeenAtMs: T0 }
  const samples = Array.from({ length: 60 }, (_, i) =>
    sampleOf(T0 + i * 1_000, {
      servers: new Map([
        ['web1', rowOf({ sessions: i, claim: i < 30 ? 1 : 4 })],
        ['web2', rowOf()],
      ]),
    }),
  )
  const verdict = { kind: 'verdict' as const, from: 'agrees', reason: '38 % failing' }
  await saveBatch(
    store,
    batchOf({
      pools: [pool],
      servers: [
        { ...server, name: 'web1', address: '10.0.0.11:80' },
        { ...server, name: 'web2', address: '10.0.0.12:80' },
      ],
      samples,
      events: [
        eventOf({ id: 'up', atMs: T0 - 50_000, observedAtMs: T0 - 50_000, to: 'up' }),
        eventOf({ ...verdict, id: 'lie', atMs: T0 + 10_000, observedAtMs: T0 + 10_500, to: 'lying' }),
        eventOf({ ...verdict, id: 'truth', atMs: T0 + 20_000, observedAtMs: T0 + 20_000, to: 'agrees' }),
        eventOf({ id: 'down', atMs: T0 + 30_000, observedAtMs: T0 + 30_000 }),
        eventOf({ id: 'late', atMs: T0 + 5_000, observedAtMs: T0 + 40_000, text: 'Told late.' }),
      ],
    }),
  )
})
afterEach(() => closeStore(store))

const at = async (atMs: number) => toPastSnapshot(await loadKnownAt(store, atMs), atMs)

it('is each server as it claimed to be, with what the evidence said by then', async () => {
  const before = await at(T0 + 10_400)
  expect(before.pools[0]!.servers[0]).toMatchObject({
    name: 'web1',
    address: '10.0.0.11:80',
    claim: { kind: 'up', status: 'UP' },
    claimSinceMs: T0 - 50_000,
    verdict: { kind: 'unknown' },
    numbers: [10, 20.5, 0, 0, 12],
  })
  const lying = await at(T0 + 15_000)
  expect(lying.pools[0]!.servers[0]!.verdict).toMatchObject({ kind: 'lying', reason: '38 % failing' })
  expect(lying.headline).toMatchObject({ tone: 'lie', lead: 'web/web1 is lying.' })
  const down = await at(T0 + 31_000)
  expect(down.pools[0]!.servers[0]).toMatchObject({
    claim: { kind: 'down' },
    claimSinceMs: T0 + 30_000,
    verdict: { kind: 'agrees' },
  })
})

it('does not know what was told later, even of what had happened', async () => {
  const ids = async (atMs: number) => (await at(atMs)).events.map((event) => event.id)
  expect(await ids(T0 + 35_000)).toEqual(['down', 'truth', 'lie', 'up'])
  expect(await ids(T0 + 41_000)).toEqual(['down', 'truth', 'lie', 'late', 'up'])
})

it('says that nothing was heard, where nothing was', async () => {
  expect((await at(T0 + 59_000)).pools[0]!.fresh).toBe(true)
  const silent = await at(T0 + 90_000)
  expect(silent.pools[0]!.fresh).toBe(false)
  expect(silent.headline.tone).toBe('unknown')
  expect((await at(T0 - 600_000)).pools).toEqual([])
})
