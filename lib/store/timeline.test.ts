/** What the timeline asks the store for: all events in parts, gaps in the record, annotations. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NetworkSecond } from '../views/network-view.ts'
import { deleteAnnotation, loadAnnotations, saveAnnotation } from './annotations.ts'
import { batchOf, eventOf, sampleOf } from './fixtures/sample-batch.ts'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { loadGaps } from './load-coverage.ts'
import { openStore } from './open-store.ts'
import { saveBatch } from './save-batch.ts'
import { SCAN_AT_ONCE, scanEvents } from './scan-events.ts'
import { closeStore, type Store } from './store.ts'

let store: Store
beforeEach(async () => {
  store = await openStore({ dataDir: scratchFolder() })
})
afterEach(() => closeStore(store))

it('scans every event once and in order, also where many share an instant', async () => {
  const events = Array.from({ length: SCAN_AT_ONCE * 2 + 7 }, (_, i) =>
    eventOf({ id: `e${i}`, atMs: Math.floor(i / 1_500) * 1_000 - 2_000, to: i % 2 ? 'up' : 'down' }),
  )
  await saveBatch(store, batchOf({ events }))
  const seen: { id: string; atMs: number }[] = []
  let parts = 0
  for await (const part of scanEvents(store)) {
    seen.push(...part)
    parts++
  }
  expect(parts).toBe(3)
  expect(new Set(seen.map((each) => each.id)).size).toBe(events.length)
  expect(seen.map((each) => each.atMs)).toEqual(seen.map((each) => each.atMs).sort((a, b) => a - b))
  expect(seen[1]).toMatchObject({ kind: 'server-state', loadBalancer: 'lb1', pool: 'web', server: 'web1' })
})

describe('gaps in the record', () => {
  const recorded = (fromS: number, toS: number) =>
    Array.from({ length: toS - fromS }, (_, i) => sampleOf((fromS + i) * 1_000))

  it('are the stretches without any reading', async () => {
    await saveBatch(store, batchOf({ samples: [...recorded(100, 200), ...recorded(260, 300)] }))
    expect(await loadGaps(store, { fromMs: 90_000, toMs: 300_000 })).toEqual([
      { fromMs: 90_000, toMs: 100_000 },
      { fromMs: 201_500, toMs: 260_000 },
    ])
    expect(await loadGaps(store, { fromMs: 120_000, toMs: 180_000 })).toEqual([])
    expect(await loadGaps(store, { fromMs: 90_000, toMs: 300_000 }, [230_000])).toEqual([
      { fromMs: 90_000, toMs: 100_000 },
      { fromMs: 201_500, toMs: 227_500 },
      { fromMs: 232_500, toMs: 260_000 },
    ])
  })

  it('are covered by what hosts told, and by coarser readings where the fine ones are gone', async () => {
    const tcp = { established: 1, retransmitting: 0, phantom: 0, blackholed: 0, orphaned: 0 }
    const second: NetworkSecond = {
      second: 230,
      owners: ['lb1'],
      neighbourChanges: 0,
      disagree: 0,
      tcp,
      terminals: { open: 0, stalled: 0 },
    }
    await saveBatch(
      store,
      batchOf({
        samples: [...recorded(0, 100), sampleOf(120_000, { resolutionS: 60 })],
        network: [['10.0.0.100', second]],
      }),
    )
    expect(await loadGaps(store, { fromMs: 0, toMs: 300_000 })).toEqual([
      { fromMs: 101_500, toMs: 120_000 },
      { fromMs: 270_000, toMs: 300_000 },
    ])
  })
})

it('keeps what people wrote until they take it back', async () => {
  const written = { lane: null, text: 'deploy 4711', by: 'ann', createdAtMs: 9 }
  await saveAnnotation(store, { id: 'a', atMs: 1_000, toMs: null, ...written })
  await saveAnnotation(store, { id: 'b', atMs: 500, toMs: 2_500, ...written, lane: 'lb1/web' })
  const ids = async (fromMs: number, toMs: number) =>
    (await loadAnnotations(store, { fromMs, toMs })).map((each) => each.id)
  expect(await ids(0, 5_000)).toEqual(['b', 'a'])
  expect(await ids(2_000, 5_000)).toEqual(['b'])
  expect(await deleteAnnotation(store, 'b')).toBe(true)
  expect(await deleteAnnotation(store, 'b')).toBe(false)
  expect(await ids(0, 5_000)).toEqual(['a'])
})
