/** A stretch is marked as a drill by who may, is seen on the timeline, and has its score sheet. */

import { OpenAPIHono } from '@hono/zod-openapi'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { LONGEST_DRILL_MS } from '#lib/model/drill'
import { IDENTITY_HEADER, writeIdentity } from '#lib/model/identity'
import type { Role } from '#lib/model/role'
import { sampleIncident, T0 } from '#lib/postmortems/fixtures/sample-document'
import { deleteAnnotation, loadAnnotations, saveAnnotation } from '#lib/store/annotations'
import { batchOf } from '#lib/store/fixtures/sample-batch'
import { scratchFolder } from '#lib/store/fixtures/scratch-folder'
import { openStore } from '#lib/store/open-store'
import { saveBatch } from '#lib/store/save-batch'
import { closeStore, type Store } from '#lib/store/store'
import { createDrills } from '../create-drills.ts'
import { addDrills } from './drills.ts'

let store: Store
let api: OpenAPIHono
const audited: string[] = []
beforeAll(async () => {
  store = await openStore({ dataDir: scratchFolder() })
  await saveBatch(store, batchOf({ incidents: [sampleIncident] }))
  api = new OpenAPIHono()
  addDrills(api, {
    drills: createDrills(store),
    annotations: {
      save: (annotation) => saveAnnotation(store, annotation),
      delete: (id) => deleteAnnotation(store, id),
    },
    audit: async ({ action }) => void audited.push(action),
    now: () => T0 + 90_000,
  })
})
afterAll(() => closeStore(store))

async function ask(role: Role, method: string, path: string, body?: unknown) {
  const headers = {
    'content-type': 'application/json',
    [IDENTITY_HEADER]: writeIdentity({ id: 'ada', name: 'ada', role, via: 'session' }),
  }
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
  const answer = await api.request(`/api/v1${path}`, init)
  const text = await answer.text()
  return { status: answer.status, json: text === '' ? null : JSON.parse(text) }
}
const stretch = { fromMs: T0 - 5000, toMs: T0 + 60_000 }

it('marked, scored, seen on the timeline, and taken back', async () => {
  const { status, json: drill } = await ask('operator', 'POST', '/drills', { name: ' pull lb1 ', ...stretch })
  expect([status, drill.name, drill.by]).toEqual([201, 'pull lb1', 'ada'])
  const sheet = await ask('viewer', 'GET', `/drills/${drill.id}`)
  expect(sheet.json).toMatchObject({ drill, incidents: [{ id: sampleIncident.id }] })
  expect((await ask('viewer', 'GET', '/drills')).json).toEqual([sheet.json])
  expect(await loadAnnotations(store, stretch)).toMatchObject([
    { text: 'Drill: pull lb1', atMs: stretch.fromMs, toMs: stretch.toMs },
  ])
  expect((await ask('operator', 'DELETE', `/drills/${drill.id}`)).status).toBe(204)
  expect((await ask('operator', 'DELETE', `/drills/${drill.id}`)).status).toBe(404)
  expect(await loadAnnotations(store, stretch)).toEqual([])
  expect(audited).toEqual(['drill-marked', 'drill-deleted'])
})

it('by operators alone; it ends after it began, within a day', async () => {
  for (const role of ['viewer', 'responder', 'ingest'] as const)
    expect((await ask(role, 'POST', '/drills', { name: 'x', ...stretch })).status).toBe(403)
  for (const wrong of [
    { name: '  ', ...stretch },
    { name: 'x', fromMs: T0, toMs: T0 },
    { name: 'x', fromMs: T0, toMs: T0 + LONGEST_DRILL_MS + 1 },
  ])
    expect((await ask('operator', 'POST', '/drills', wrong)).status).toBe(400)
  expect((await ask('viewer', 'GET', '/drills/none')).status).toBe(404)
})
