/** A search finds every event that holds all the words, in the stretch, newest first, page by page. */

import { afterEach, beforeEach, expect, it } from 'vitest'
import { batchOf, eventOf } from './fixtures/sample-batch.ts'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { openStore } from './open-store.ts'
import { saveBatch } from './save-batch.ts'
import { SEARCHED_AT_ONCE, searchEvents } from './search-events.ts'
import { closeStore, type Store } from './store.ts'

let store: Store
beforeEach(async () => {
  store = await openStore({ dataDir: scratchFolder() })
})
afterEach(() => closeStore(store))

const ids = async (text: string, more: object = {}) =>
  (await searchEvents(store, { fromMs: 0, toMs: 1e9, limit: 10, text, ...more })).events.map((one) => one.id)

it('each word must be there, in sentence, reason, kind or names, in any case', async () => {
  const events = [
    eventOf({ id: 'down', atMs: 1000 }),
    eventOf({ id: 'up', atMs: 2000, to: 'up', text: 'web/web1 is UP again.', reason: null, info: null }),
    eventOf({
      id: 'arp',
      atMs: 3000,
      pool: null,
      server: null,
      host: 'client1',
      about: '10.0.0.100',
      text: 'x',
    }),
    eventOf({ id: 'percent', atMs: 4000, text: '100% of a_b', reason: null, info: null }),
  ]
  await saveBatch(store, batchOf({ events }))
  expect(await ids('WRONG status')).toEqual(['arp', 'down'])
  expect(await ids('up again')).toEqual(['up'])
  expect(await ids('client1 10.0.0.100')).toEqual(['arp'])
  expect(await ids('lb1/web/web1')).toEqual(['percent', 'up', 'down'])
  expect(await ids('server-state nowhere')).toEqual([])
  // Signs that mean something to SQL mean themselves here.
  expect(await ids('100%')).toEqual(['percent'])
  expect(await ids('a%b')).toEqual([])
  expect(await ids("'; --")).toEqual([])
  expect(await ids('down', { subject: 'lb1/web/web1' })).toEqual(['down'])
  expect(await ids('down', { kind: 'drain' })).toEqual([])
  const [found] = (await searchEvents(store, { fromMs: 0, toMs: 1e9, limit: 1, text: 'went down' })).events
  expect(found).toEqual(events[0])
})

it('both ends of the stretch belong to it; pages go on where the last one stopped', async () => {
  const events = Array.from({ length: 5 }, (_, n) => eventOf({ id: `e${n}`, atMs: 1000 + Math.floor(n / 2) }))
  await saveBatch(store, batchOf({ events }))
  expect(await ids('down', { fromMs: 1000, toMs: 1001 })).toEqual(['e3', 'e2', 'e1', 'e0'])
  expect(await ids('down', { fromMs: 1001, toMs: 1001 })).toEqual(['e3', 'e2'])
  const question = { fromMs: 0, toMs: 1e9, limit: 2, text: 'down' }
  const first = await searchEvents(store, question)
  const second = await searchEvents(store, { ...question, cursor: first.nextCursor! })
  const third = await searchEvents(store, { ...question, cursor: second.nextCursor! })
  expect([first, second, third].map((page) => page.events.map((one) => one.id))).toEqual([
    ['e4', 'e3'],
    ['e2', 'e1'],
    ['e0'],
  ])
  expect(third.nextCursor).toBeNull()
})

it('looks on behind thousands that do not hold it', async () => {
  const many = Array.from({ length: 2 * SEARCHED_AT_ONCE + 7 }, (_, n) =>
    eventOf({ id: `n${n}`, atMs: 2000 + n }),
  )
  await saveBatch(store, batchOf({ events: [eventOf({ id: 'needle', atMs: 1, text: 'needle' }), ...many] }))
  expect(await ids('needle')).toEqual(['needle'])
  const page = await searchEvents(store, { fromMs: 0, toMs: 1e9, limit: 1, text: 'needle' })
  expect(page.nextCursor).toBeNull()
})
