/** The timeline's windows over a real store: what was there before the start, what is told meanwhile, what was amended. */

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LbEvent } from '#lib/model/lb-event'
import { openStore } from '#lib/store/open-store'
import { saveBatch } from '#lib/store/save-batch'
import { closeStore, type Store } from '#lib/store/store'
import { createTimeline } from './create-timeline.ts'

const NOW = 1_750_000_000_000
const HOUR = 3_600_000

let store: Store
beforeEach(async () => {
  store = await openStore({ dataDir: mkdtempSync(path.join(tmpdir(), 'polygraph-timeline-')) })
})
afterEach(() => closeStore(store))

const event = (id: string, atMs: number, more: Partial<LbEvent> = {}): LbEvent => ({
  ...{ id, kind: 'server-state', atMs, errorMs: 0, observedAtMs: atMs, loadBalancer: 'lb1' },
  ...{ pool: 'app', server: 'web1', from: 'up', to: 'down', reason: null, code: null, info: null },
  ...{ checkDurationMs: null, changedFrom: null, via: null, seenBy: ['lb1'], text: `${id} happened.` },
  ...more,
})

const save = (events: LbEvent[]) =>
  saveBatch(store, {
    ...{ events, samples: [], loadBalancers: [], pools: [], servers: [], sources: [], incidents: [] },
    ...{ network: [], droppedIncidents: [], hosts: null, atMs: NOW },
  })

const open = () => createTimeline(store, { incidents: async () => [], keepMs: 24 * HOUR, now: () => NOW })

test('a window counts what was stored and what is told now, each event once', async () => {
  const stored = Array.from({ length: 50 }, (_, i) => event(`old${i}`, NOW - 2 * HOUR + i * 1_000))
  const recent = event('recent', NOW - 60_000)
  await save([...stored, recent])
  const timeline = open()
  timeline.put({ ...recent, atMs: NOW - 59_000, to: 'maint' })
  timeline.put(event('live', NOW - 1_000, { server: 'web2' }))
  const view = await timeline.timeline({ fromMs: NOW - 3 * HOUR, toMs: NOW, buckets: 600 })
  expect(view.total).toBe(52)
  expect(view.lanes.map(({ id, count }) => [id, count])).toEqual([
    ['lb1/app/web1', 51],
    ['lb1/app/web2', 1],
  ])
  expect(view.whole.counts.reduce((a, b) => a + b, 0)).toBe(52)
  const late = await timeline.timeline({ fromMs: NOW - 59_500, toMs: NOW, buckets: 10 })
  expect(late.lanes[0]).toMatchObject({ count: 1, before: 4 })
})

test('few events are told with their words, many are only counted', async () => {
  await save(Array.from({ length: 1_500 }, (_, i) => event(`e${i}`, NOW - HOUR + i)))
  const timeline = open()
  const few = await timeline.timeline({ fromMs: NOW - HOUR, toMs: NOW - HOUR + 3, buckets: 100 })
  expect(few.events?.map((each) => each.text)).toEqual(['e0 happened.', 'e1 happened.', 'e2 happened.'])
  const many = await timeline.timeline({ fromMs: NOW - HOUR, toMs: NOW, buckets: 100 })
  expect(many.events).toBeNull()
  expect(many.total).toBe(1_500)
})

test('a source that was not heard is a gap on its lane, open until it is back', async () => {
  const of = { pool: null, server: null, from: null, to: null }
  await save([
    event('lost', NOW - 5_000_000, { ...of, kind: 'source-lost' }),
    event('back', NOW - 4_000_000, { ...of, kind: 'source-recovered' }),
    event('lost again', NOW - 1_000_000, { ...of, kind: 'source-lost' }),
  ])
  const { gaps } = await open().timeline({ fromMs: NOW - 4_500_000, toMs: NOW, buckets: 100 })
  expect(gaps.filter((gap) => gap.lane !== null).map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
    [NOW - 1_000_000, null],
    [NOW - 5_000_000, NOW - 4_000_000],
  ])
})

test('what retention deletes is gone from the picture of the whole record', async () => {
  await save([event('ancient', NOW - 25 * HOUR), event('kept', NOW - 23 * HOUR)])
  const { whole, total } = await open().timeline({ fromMs: NOW - 30 * HOUR, toMs: NOW, buckets: 100 })
  expect(total).toBe(1)
  expect(whole.fromMs).toBe(NOW - 23 * HOUR)
})
