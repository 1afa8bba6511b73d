/** Incidents and the network's seconds come back as they were saved; damaged ones are counted, not thrown. */

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Incident } from '../model/incident.ts'
import type { NetworkSecond } from '../views/network-view.ts'
import { batchOf, eventOf } from './fixtures/sample-batch.ts'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { loadEvents } from './load-events.ts'
import { loadHosts } from './load-hosts.ts'
import { loadIncident, loadIncidents } from './load-incidents.ts'
import { loadNetworkSeconds } from './load-network.ts'
import { openStore } from './open-store.ts'
import { DEFAULT_RETENTION } from './retention-policy.ts'
import { rollUp } from './roll-up.ts'
import { saveBatch } from './save-batch.ts'
import { closeStore, type Store } from './store.ts'

let store: Store
beforeEach(async () => {
  store = await openStore({ dataDir: scratchFolder() })
})
afterEach(() => closeStore(store))

const vip = { type: 'vip' as const, id: '10.0.0.100' }
const incident = (id: string, startedAtMs: number, endedAtMs: number | null): Incident => ({
  id,
  kind: 'vip-failover',
  title: '10.0.0.100 moved from lb1 to lb2',
  severity: 'warning',
  confidence: 0.9,
  startedAtMs,
  detectedAtMs: startedAtMs + 200,
  endedAtMs,
  rootCause: {
    kind: 'vip-failover',
    subject: vip,
    reason: 'lb1 lost its link',
    confidence: 0.9,
    against: [],
  },
  otherCauses: [],
  subjects: [vip],
  findings: [],
  narrative: [],
  advice: [],
})
const second = (at: number, established: number): NetworkSecond => ({
  second: at,
  owners: ['lb1'],
  neighbourChanges: 1,
  disagree: 0,
  tcp: { established, retransmitting: 0, phantom: 2, blackholed: 0, orphaned: 1 },
  terminals: { open: 1, stalled: 0 },
})

it('incidents that touch the stretch are found, and told again they are one', async () => {
  const incidents = [incident('a', 1000, 2000), incident('b', 3000, null), incident('c', 9000, 9500)]
  await saveBatch(store, batchOf({ incidents }))
  await saveBatch(store, batchOf({ incidents: [incident('a', 1000, 2500)] }))
  const ids = async (fromMs: number, toMs: number) =>
    (await loadIncidents(store, { fromMs, toMs, limit: 10 })).map(({ id }) => id)
  expect(await ids(0, 10_000)).toEqual(['c', 'b', 'a'])
  expect(await ids(2200, 2400)).toEqual(['a'])
  expect(await ids(5000, 8000)).toEqual(['b'])
  expect(await loadIncident(store, 'a')).toEqual(incident('a', 1000, 2500))
  expect(await loadIncident(store, 'none')).toBeNull()
})

it('a damaged incident is left out and counted', async () => {
  await saveBatch(store, batchOf({ incidents: [incident('a', 1000, null)] }))
  await store.prisma.incident.update({ where: { id: 'a' }, data: { body: Uint8Array.of(1, 2, 3) } })
  expect(await loadIncident(store, 'a')).toBeNull()
  expect(store.unreadable.get('incident')).toBe(1)
})

it('seconds between two stored ones are made, a gap stays a gap', async () => {
  await saveBatch(
    store,
    batchOf({ network: [5, 8, 40].map((at) => ['10.0.0.100', second(at, at)] as const) as never }),
  )
  const read = await loadNetworkSeconds(store, { vip: '10.0.0.100', fromMs: 6000, toMs: 60_000 })
  expect(read.map((each) => [each.second, each.tcp.established, each.neighbourChanges])).toEqual([
    [6, 5, 0],
    [7, 5, 0],
    [8, 8, 1],
    [40, 40, 1],
  ])
  expect(await loadNetworkSeconds(store, { vip: '', fromMs: 0, toMs: 60_000 })).toEqual([])
})

it('what was kept of hosts comes back with the events of the same batch', async () => {
  const event = eventOf({
    kind: 'host-address',
    loadBalancer: '',
    pool: null,
    server: null,
    host: 'lb2',
    about: vip.id,
  })
  await saveBatch(store, batchOf({ events: [event], hosts: JSON.stringify({ lb2: { seq: 3 } }) }))
  expect(await loadHosts(store)).toEqual({ lb2: { seq: 3 } })
  for (const subject of ['lb2', vip.id])
    expect((await loadEvents(store, { fromMs: 0, toMs: 9e9, limit: 9, subject })).events).toEqual([event])
})

it('ended incidents and seconds go with retention, an open one stays', async () => {
  await saveBatch(
    store,
    batchOf({ incidents: [incident('old', 1, 2), incident('open', 1, null)], network: [['', second(1, 1)]] }),
  )
  const rolled = await rollUp(store, DEFAULT_RETENTION.eventsKeepMs + 1_000_000, DEFAULT_RETENTION)
  expect(rolled).toMatchObject({ ok: true, deleted: 2 })
  expect((await loadIncidents(store, { fromMs: 0, toMs: 9e12, limit: 9 })).map(({ id }) => id)).toEqual([
    'open',
  ])
})
