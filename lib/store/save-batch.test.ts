/** What is saved is found again, once, however often it is saved. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { batchOf, eventOf, rowOf, sampleOf } from './fixtures/sample-batch.ts'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { EVENTS_PAGE_LIMIT, loadEvents } from './load-events.ts'
import { loadPool } from './load-pool.ts'
import { loadSeries } from './load-series.ts'
import { openReader } from './open-reader.ts'
import { openStore } from './open-store.ts'
import { saveBatch } from './save-batch.ts'
import { closeStore, type Store } from './store.ts'

let store: Store
let dataDir: string
beforeEach(async () => {
  dataDir = scratchFolder()
  store = await openStore({ dataDir })
})
afterEach(() => closeStore(store))

const all = { fromMs: 0, toMs: 10_000_000, limit: 100 }

describe('events', () => {
  it('come back as they were', async () => {
    const event = eventOf({ atMs: 1_000.25, code: null, info: null, pool: null, server: null })
    expect(await saveBatch(store, batchOf({ events: [event] }))).toEqual({ ok: true, refused: {} })
    expect(await loadEvents(store, all)).toEqual({ events: [event], nextCursor: null })
  })

  it('told again take the place of the first telling', async () => {
    await saveBatch(store, batchOf({ events: [eventOf({}), eventOf({ id: 'e2' })] }))
    const amended = eventOf({ seenBy: ['syslog', 'lb1', 'file'], atMs: 999 })
    await saveBatch(store, batchOf({ events: [amended] }))
    await saveBatch(store, batchOf({ events: [amended] }))
    expect((await loadEvents(store, all)).events).toEqual([eventOf({ id: 'e2' }), amended])
  })

  it('are found by time, kind and any level of subject', async () => {
    const events = [
      eventOf({ id: 'a', atMs: 10 }),
      eventOf({ id: 'b', atMs: 20, server: null, kind: 'pool-state' }),
      eventOf({ id: 'c', atMs: 30, pool: 'api' }),
      eventOf({ id: 'd', atMs: 40, loadBalancer: 'lb2' }),
    ]
    await saveBatch(store, batchOf({ events }))
    const ids = async (part: object) =>
      (await loadEvents(store, { ...all, ...part })).events.map(({ id }) => id)
    expect(await ids({})).toEqual(['d', 'c', 'b', 'a'])
    expect(await ids({ fromMs: 20, toMs: 30 })).toEqual(['c', 'b'])
    expect(await ids({ kind: 'pool-state' })).toEqual(['b'])
    expect(await ids({ subject: 'lb1' })).toEqual(['c', 'b', 'a'])
    expect(await ids({ subject: 'lb1/web' })).toEqual(['b', 'a'])
    expect(await ids({ subject: 'lb1/web/web1' })).toEqual(['a'])
    expect(await ids({ subject: "lb1' OR 1=1 --" })).toEqual([])
  })

  it('are paged without loss or repeat, also those of the same moment', async () => {
    const events = Array.from({ length: 23 }, (_, i) => eventOf({ id: `e:${i}`, atMs: 100.5 + (i % 3) }))
    await saveBatch(store, batchOf({ events }))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await loadEvents(store, { ...all, limit: 5, ...(cursor ? { cursor } : {}) })
      seen.push(...page.events.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen.length).toBe(23)
    expect(new Set(seen).size).toBe(23)
  })

  it('of a storm are all saved, and no page is longer than the limit', async () => {
    const events = Array.from({ length: 2_500 }, (_, i) => eventOf({ id: `e${i}` }))
    expect((await saveBatch(store, batchOf({ events }))).ok).toBe(true)
    expect((await loadEvents(store, { ...all, limit: 9_999 })).events.length).toBe(EVENTS_PAGE_LIMIT)
  })

  it('without a time are refused and counted; the others are saved', async () => {
    const events = [
      eventOf({ atMs: Number.NaN }),
      eventOf({ id: 'good', code: 2 ** 40, checkDurationMs: Infinity }),
    ]
    const saved = await saveBatch(store, batchOf({ events }))
    expect(saved).toEqual({ ok: true, refused: { 'event-without-time': 1 } })
    expect((await loadEvents(store, all)).events).toEqual([
      eventOf({ id: 'good', code: null, checkDurationMs: null }),
    ])
  })
})

describe('samples and subjects', () => {
  it('come back, hundredths and all, also to a reader beside the writer', async () => {
    const reader = await openReader(dataDir)
    const exact = sampleOf(5_000, { total: rowOf({ requestRate: 0.129 }) })
    await saveBatch(store, batchOf({ samples: [sampleOf(4_000), exact] }))
    await saveBatch(store, batchOf({ samples: [exact] }))
    const expected = [sampleOf(4_000), sampleOf(5_000, { total: rowOf({ requestRate: 0.13 }) })]
    expect(await loadSeries(reader, 'lb1/web', { fromMs: 0, toMs: 9_000 })).toEqual(expected)
    expect((await saveBatch(reader, batchOf({ samples: [exact] }))).ok).toBe(false)
    await closeStore(reader)
  })

  it('keep the last that was known of a pool', async () => {
    const pool = {
      id: 'lb1/web',
      loadBalancer: 'lb1',
      name: 'web',
      mode: 'http',
      algorithm: null,
      lastSeenAtMs: 5,
    }
    const server = { pool: 'lb1/web', name: 'web1', address: null, backup: true, weight: 10, lastSeenAtMs: 5 }
    await saveBatch(store, batchOf({ pools: [pool], servers: [server] }))
    const moved = { ...server, address: '10.0.0.2:80', backup: false, lastSeenAtMs: 9 }
    await saveBatch(store, batchOf({ servers: [moved] }))
    expect(await loadPool(store, 'lb1/web')).toEqual({ ...pool, servers: [moved] })
    expect(await loadPool(store, 'lb1/none')).toBeNull()
  })

  it('that cannot be read any more are left out and counted', async () => {
    await saveBatch(store, batchOf({ samples: [sampleOf(1_000), sampleOf(2_000)] }))
    await store.prisma.reading.updateMany({ where: { startMs: 1_000 }, data: { body: new Uint8Array([7]) } })
    expect(await loadSeries(store, 'lb1/web', { fromMs: 0, toMs: 9_000 })).toEqual([sampleOf(2_000)])
    expect([...store.unreadable]).toEqual([['unknown-version', 1]])
  })
})
