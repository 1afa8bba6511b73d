/** Fine readings become coarse ones, once, whatever happens in between; what is too old goes. */

import { readFileSync, statSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { batchOf, eventOf, rowOf, sampleOf } from './fixtures/sample-batch.ts'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { foldSamples, foldSeries } from './fold-samples.ts'
import { loadEvents } from './load-events.ts'
import { chooseResolution, loadSeries } from './load-series.ts'
import { openStore } from './open-store.ts'
import { DEFAULT_RETENTION, policyFault } from './retention-policy.ts'
import { rollUp } from './roll-up.ts'
import { saveBatch } from './save-batch.ts'
import { closeStore, type Store } from './store.ts'

let store: Store
beforeEach(async () => {
  store = await openStore({ dataDir: scratchFolder() })
})
afterEach(() => closeStore(store))

/** Any ten-minute mark. */
const T0 = 1_800_000_000_000
const seconds = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) =>
    sampleOf(T0 + (from + i) * 1_000, { total: rowOf({ requestRate: i, sessions: i % 7 }) }),
  )
const stored = (resolutionS: number) =>
  store.prisma.reading.findMany({ where: { resolutionS }, orderBy: { startMs: 'asc' } })
const series = (resolutionS?: number) =>
  loadSeries(store, 'lb1/web', { fromMs: T0, toMs: T0 + 3_600_000, ...(resolutionS ? { resolutionS } : {}) })

describe('a folded bucket', () => {
  it('keeps the mean of rates, the peak of sessions and queue, and the worst claim', () => {
    const samples = [
      sampleOf(0, { servers: new Map([['a', rowOf({ sessions: 9, requestRate: 1, queue: 0, claim: 1 })]]) }),
      sampleOf(1_000, {
        servers: new Map([['a', rowOf({ sessions: 2, requestRate: 4, queue: 80, claim: 4 })]]),
      }),
      sampleOf(2_000, {
        servers: new Map([['a', rowOf({ sessions: null, requestRate: null, queue: 1, claim: 0 })]]),
      }),
    ]
    const folded = foldSamples(samples, 0, 10)
    expect(folded?.servers.get('a')).toEqual(rowOf({ sessions: 9, requestRate: 2.5, queue: 80, claim: 4 }))
    expect(foldSamples([], 0, 10)).toBeNull()
  })

  it('knows nothing where no second knew, and keeps servers that were there for a part of it', () => {
    const blank = rowOf({ sessions: null, requestRate: null, responseTimeMs: null, claim: 0 })
    const samples = [sampleOf(0, { servers: new Map([['old', blank]]) }), sampleOf(1_000)]
    const folded = foldSeries(samples, 10)
    expect(folded.length).toBe(1)
    expect([...(folded[0]?.servers.keys() ?? [])]).toEqual(['old', 'web1', 'web2'])
    expect(folded[0]?.servers.get('old')).toEqual(blank)
  })
})

describe('rolling up', () => {
  it('makes tens of seconds and minutes, and the same again when run again', async () => {
    await saveBatch(store, batchOf({ samples: seconds(0, 125) }))
    const now = T0 + 135_000
    const first = await rollUp(store, now, DEFAULT_RETENTION)
    expect(first).toEqual({ ok: true, folded: 12 + 2, deleted: 0 })
    const tens = await stored(10)
    expect(tens.map((row) => row.startMs - T0)).toEqual(Array.from({ length: 12 }, (_, i) => i * 10_000))
    expect((await series(60)).slice(0, 2).map(({ total }) => total.requestRate)).toEqual([29.5, 89.5])
    expect(await rollUp(store, now, DEFAULT_RETENTION)).toEqual({ ok: true, folded: 0, deleted: 0 })
    await store.prisma.meta.deleteMany({})
    await rollUp(store, now, DEFAULT_RETENTION)
    expect(await stored(10)).toEqual(tens)
  })

  it('catches up after a stop, over gaps, and after the clock was set back', async () => {
    await saveBatch(store, batchOf({ samples: seconds(0, 30) }))
    await rollUp(store, T0 + 400_000_000, {
      ...DEFAULT_RETENTION,
      tiers: DEFAULT_RETENTION.tiers.map((t) => ({ ...t, keepMs: 1e12 })),
    })
    await saveBatch(store, batchOf({ samples: seconds(100_000, 30) }))
    await saveBatch(store, batchOf({ samples: seconds(1_000, 20) }))
    await rollUp(store, T0 + 1_040_000, DEFAULT_RETENTION)
    expect((await stored(10)).map((row) => (row.startMs - T0) / 1_000)).toEqual([0, 10, 20])
    await saveBatch(store, batchOf({ samples: seconds(1_040, 20) }))
    await rollUp(store, T0 + 1_080_000, DEFAULT_RETENTION)
    expect((await stored(10)).map((row) => (row.startMs - T0) / 1_000)).toEqual([0, 10, 20, 1_040, 1_050])
  })

  it('deletes each resolution by its own limit, and nothing that is not folded yet', async () => {
    await saveBatch(store, batchOf({ samples: seconds(0, 60) }))
    const policy = {
      ...DEFAULT_RETENTION,
      tiers: [
        { resolutionS: 1, keepMs: 5_000 },
        { resolutionS: 10, keepMs: 60_000 },
      ],
    }
    await rollUp(store, T0 + 62_000, policy)
    // Folded until 50 s; kept from 57 s on: what lies between is not folded, so it stays.
    expect((await stored(1)).map((row) => (row.startMs - T0) / 1_000)).toEqual([
      50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
    ])
    expect(await rollUp(store, T0 + 95_000, policy)).toEqual({ ok: true, folded: 1, deleted: 10 + 3 })
    expect((await stored(10)).map((row) => (row.startMs - T0) / 1_000)).toEqual([40, 50])
  })

  it('forgets events after their time', async () => {
    const old = eventOf({ id: 'old', atMs: T0 - DEFAULT_RETENTION.eventsKeepMs - 1 })
    await saveBatch(store, batchOf({ events: [old, eventOf({ id: 'new', atMs: T0 })] }))
    await rollUp(store, T0, DEFAULT_RETENTION)
    const { events } = await loadEvents(store, { fromMs: 0, toMs: T0, limit: 9 })
    expect(events.map(({ id }) => id)).toEqual(['new'])
  })

  it('gives the disk back what it no longer needs', async () => {
    const many = new Map(
      Array.from({ length: 400 }, (_, i) => [`s${i}`, rowOf({ responseTimeMs: Math.PI * i })]),
    )
    for (let part = 0; part < 20; part++)
      await saveBatch(
        store,
        batchOf({ samples: seconds(part * 300, 300).map((s) => ({ ...s, servers: many })) }),
      )
    await store.prisma.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
    const before = statSync(store.file).size
    await rollUp(store, T0 + 30 * 3_600_000, {
      ...DEFAULT_RETENTION,
      tiers: [{ resolutionS: 1, keepMs: 1_000 }],
    })
    await store.prisma.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
    expect(before).toBeGreaterThan(9_000_000)
    expect(statSync(store.file).size).toBeLessThan(before / 1.05)
    expect(readFileSync(store.file).subarray(0, 15).toString()).toBe('SQLite format 3')
  })

  it('refuses a policy that makes no sense, in words', async () => {
    const tier = (resolutionS: number, keepMs = 1e9) => ({ resolutionS, keepMs })
    const fault = (...tiers: { resolutionS: number; keepMs: number }[]) =>
      policyFault({ tiers, eventsKeepMs: 1 })
    expect(fault()).toMatch(/at least one/)
    expect(fault(tier(1.5))).toMatch(/whole number/)
    expect(fault(tier(10, 50))).toMatch(/longer/)
    expect(fault(tier(10), tier(25))).toMatch(/multiple/)
    expect(fault(tier(10), tier(5))).toMatch(/multiple/)
    expect(policyFault(DEFAULT_RETENTION)).toBeNull()
    expect(policyFault({ ...DEFAULT_RETENTION, eventsKeepMs: 0 })).toMatch(/events/)
    const refused = await rollUp(store, T0, { tiers: [], eventsKeepMs: 1 })
    expect(refused.ok ? '' : refused.error.message).toMatch(/^Nothing was rolled up/)
  })
})

describe('a series', () => {
  it('takes the finest resolution that reaches back and can be drawn', () => {
    const hour = 3_600_000
    const tiers = new Map([
      [1, T0],
      [10, T0 - 23 * hour],
      [60, T0 - 700 * hour],
    ])
    expect(chooseResolution(tiers, T0, T0 + hour)).toBe(1)
    expect(chooseResolution(tiers, T0 - hour, T0)).toBe(10)
    expect(chooseResolution(tiers, T0, T0 + 2 * hour)).toBe(10)
    expect(chooseResolution(tiers, T0 - 24 * hour, T0 - 22 * hour)).toBe(60)
    expect(chooseResolution(tiers, T0 - 900 * hour, T0)).toBe(60)
    expect(chooseResolution(new Map([[1, T0]]), T0 - hour, T0)).toBe(1)
    expect(chooseResolution(new Map(), T0, T0)).toBeNull()
  })

  it('ends with what is not rolled up yet', async () => {
    await saveBatch(store, batchOf({ samples: seconds(0, 125) }))
    await rollUp(store, T0 + 100_000, DEFAULT_RETENTION)
    expect((await series(10)).map((s) => (s.startMs - T0) / 1_000)).toEqual([
      0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120,
    ])
    expect((await series(60)).map((s) => [s.startMs - T0, s.resolutionS])).toEqual([
      [0, 60],
      [60_000, 60],
      [120_000, 60],
    ])
    expect((await series()).length).toBe(125)
    expect(await loadSeries(store, 'lb1/web', { fromMs: T0 + 9, toMs: T0 })).toEqual([])
    expect(await loadSeries(store, 'lb1/none', { fromMs: 0, toMs: T0 })).toEqual([])
  })
})
