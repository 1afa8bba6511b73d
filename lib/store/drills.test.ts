/** A score sheet is kept once its time is over, and then outlives what it was counted from. */

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Drill } from '../model/drill.ts'
import { sampleIncident, T0 } from '../postmortems/fixtures/sample-document.ts'
import { deleteDrill, loadDrills, loadScoreSheet, loadScoreSheets, SETTLED_MS, saveDrill } from './drills.ts'
import { batchOf, rowOf, sampleOf } from './fixtures/sample-batch.ts'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { openStore } from './open-store.ts'
import { DEFAULT_RETENTION } from './retention-policy.ts'
import { rollUp } from './roll-up.ts'
import { saveBatch } from './save-batch.ts'
import { closeStore, type Store } from './store.ts'

let store: Store
const drill: Drill = {
  ...{ id: 'd1', name: 'pull lb1', fromMs: T0 - 5000, toMs: T0 + 20_000, by: 'ada', createdAtMs: T0 },
}
beforeEach(async () => {
  store = await openStore({ dataDir: scratchFolder() })
  await saveBatch(
    store,
    batchOf({
      incidents: [sampleIncident],
      pools: [
        { id: 'lb1/web', loadBalancer: 'lb1', name: 'web', mode: null, algorithm: null, lastSeenAtMs: T0 },
      ],
      samples: [0, 1, 2].map((n) =>
        sampleOf(T0 + n * 1000, { total: rowOf({ requestRate: 10, failureRate: n }) }),
      ),
    }),
  )
  await saveDrill(store, drill)
})
afterEach(() => closeStore(store))

it('counts what is on record while it is settling, and keeps the sheet when it is', async () => {
  const sheet = await loadScoreSheet(store, 'd1')
  expect(sheet).toMatchObject({
    ...{ drill, requests: { asked: 30, failed: 3, pools: 1 } },
    incidents: [{ id: sampleIncident.id }],
  })
  await rollUp(store, drill.toMs + SETTLED_MS - 1, DEFAULT_RETENTION)
  expect((await store.prisma.drill.findUnique({ where: { id: 'd1' } }))?.sheet).toBeNull()
  await rollUp(store, drill.toMs + SETTLED_MS, DEFAULT_RETENTION)
  // A year later nothing of it is left but the sheet.
  await rollUp(store, T0 + 366 * 86_400_000, DEFAULT_RETENTION)
  expect(await store.prisma.incident.count()).toBe(0)
  expect(await loadScoreSheet(store, 'd1')).toEqual(sheet)
  expect(await loadScoreSheets(store)).toEqual([sheet])
})

it('a sheet that cannot be read is counted, and counted up anew', async () => {
  await store.prisma.drill.updateMany({ data: { sheet: '{"version":9' } })
  expect((await loadScoreSheet(store, 'd1'))?.requests?.asked).toBe(30)
  expect(store.unreadable.get('score sheet')).toBe(1)
})

it('drills are listed newest first, and deleted once', async () => {
  await saveDrill(store, { ...drill, id: 'd2', fromMs: T0 })
  expect((await loadDrills(store)).map((one) => one.id)).toEqual(['d2', 'd1'])
  expect([await deleteDrill(store, 'd1'), await deleteDrill(store, 'd1')]).toEqual([true, false])
  expect(await loadScoreSheet(store, 'd1')).toBeNull()
})
