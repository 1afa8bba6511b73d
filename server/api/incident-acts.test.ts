/** Over HTTP people handle incidents as their role allows; each deed stands in the history, and old addresses lead on. */

import { OpenAPIHono } from '@hono/zod-openapi'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createIncidents, listIncidents, seedIncidents } from '#lib/incidents/advance-incidents'
import { handleIncident } from '#lib/incidents/handle-incident'
import { IDENTITY_HEADER, writeIdentity } from '#lib/model/identity'
import type { Incident } from '#lib/model/incident'
import type { Role } from '#lib/model/role'
import { sampleIncident, T0 } from '#lib/postmortems/fixtures/sample-document'
import { batchOf } from '#lib/store/fixtures/sample-batch'
import { scratchFolder } from '#lib/store/fixtures/scratch-folder'
import { openStore } from '#lib/store/open-store'
import { saveBatch } from '#lib/store/save-batch'
import { closeStore, type Store } from '#lib/store/store'
import { createFindIncidents } from '../find-incidents.ts'
import { createIncidentDesk } from '../incident-desk.ts'
import { addIncidentActs } from './incident-acts.ts'
import { addIncidents } from './incidents.ts'

let store: Store
let api: OpenAPIHono
const audited: string[] = []
const incidents = createIncidents()
const named = (id: string): Incident => ({
  ...structuredClone(sampleIncident),
  id,
  findings: sampleIncident.findings.map((finding) => ({ ...finding, id: `${finding.id} of ${id}` })),
})

beforeAll(async () => {
  store = await openStore({ dataDir: scratchFolder() })
  seedIncidents(incidents, ['a', 'b', 'c', 'd'].map(named))
  await saveBatch(store, batchOf({ incidents: [named('old')] }))
  let nowMs = T0 + 60_000
  const now = () => nowMs++
  const live = () => listIncidents(incidents)
  const find = createFindIncidents(store, { live, mergedInto: (id) => desk.mergedInto(id), now })
  const desk = createIncidentDesk({
    ...{ store, now, incident: find.incident, drop: () => undefined, lost: () => undefined },
    audit: async ({ action, subject }) => void audited.push(`${action} ${subject}`),
    witnesses: () => ({
      handle(id, command, mark, known) {
        seedIncidents(
          incidents,
          known.filter((one) => !incidents.cases.has(one.id)),
        )
        return handleIncident(incidents, id, command, mark)
      },
    }),
  })
  api = new OpenAPIHono()
  addIncidents(api, { ...find, now })
  addIncidentActs(api, desk)
})
afterAll(() => closeStore(store))

async function ask(role: Role | null, method: string, path: string, body?: unknown, name: string = 'ada') {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (role) headers[IDENTITY_HEADER] = writeIdentity({ id: name, name, role, via: 'session' })
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
  const answer = await api.request(`/api/v1${path}`, init)
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json')
  return { status: answer.status, json: isJson ? JSON.parse(text) : null, headers: answer.headers }
}
const history = async (id: string) =>
  (await ask('viewer', 'GET', `/incidents/${id}/history`)).json.map(
    (act: { kind: string; by: string; text: string }) => [act.kind, act.by, act.text],
  )

it('each role does what it may and no more', async () => {
  const deeds = [
    ['POST', '/incidents/c/acknowledgement', 'responder'],
    ['DELETE', '/incidents/c/acknowledgement', 'responder'],
    ['POST', '/incidents/c/comments', 'responder', { text: 'looking' }],
    ['POST', '/incidents/c/close', 'operator', { text: 'done' }],
    ['POST', '/incidents/c/reopen', 'operator'],
    ['POST', '/incidents/c/merge', 'operator', { otherId: 'c' }],
    ['POST', '/incidents/c/split', 'operator', { findingIds: ['none'] }],
  ] as const
  for (const [method, path, least, body] of deeds) {
    const statuses = []
    for (const role of [null, 'ingest', 'viewer', 'responder', 'operator'] as const)
      if (role !== 'operator' || least === 'operator')
        statuses.push((await ask(role, method, path, body)).status)
    const refusedTo = least === 'operator' ? [401, 403, 403, 403] : [401, 403, 403]
    expect([path, statuses.slice(0, -1)]).toEqual([path, refusedTo])
    expect([path, [200, 404, 409].includes(statuses.at(-1)!)]).toEqual([path, true])
  }
})

it('what was done and said stands in the history in the order of time', async () => {
  const done = await ask('responder', 'POST', '/incidents/a/acknowledgement')
  expect(done).toMatchObject({
    status: 200,
    json: { incident: { handling: { acknowledged: { by: 'ada' } } } },
  })
  expect((await ask('responder', 'POST', '/incidents/a/acknowledgement')).json.error.code).toBe('already_so')
  const said = await ask(
    'responder',
    'POST',
    '/incidents/a/comments',
    { text: ' the link was pulled ' },
    'bob',
  )
  expect(said.json.incident.handling.comments).toBe(1)
  await ask('operator', 'POST', '/incidents/a/close', { text: 'planned' })
  await ask('operator', 'POST', '/incidents/a/reopen')
  expect(await history('a')).toEqual([
    ['acknowledge', 'ada', ''],
    ['comment', 'bob', 'the link was pulled'],
    ['close', 'ada', 'planned'],
    ['reopen', 'ada', ''],
  ])
  expect(audited).toContain('incident-close a')
})

it('a comment is taken back by who wrote it, or who may change incidents', async () => {
  await ask('responder', 'POST', '/incidents/b/comments', { text: 'mine' }, 'bob')
  const [comment] = (await ask('viewer', 'GET', '/incidents/b/history')).json
  expect((await ask('responder', 'DELETE', `/comments/${comment.id}`)).json.error.code).toBe('not_yours')
  expect((await ask('responder', 'DELETE', `/comments/${comment.id}`, undefined, 'bob')).status).toBe(204)
  expect((await ask('responder', 'DELETE', `/comments/${comment.id}`, undefined, 'bob')).status).toBe(404)
  expect(await history('b')).toEqual([])
  expect((await ask('viewer', 'GET', '/incidents/b')).json.handling.comments).toBe(0)
})

it('the address of a merged incident leads to the one that took it in, with its history', async () => {
  await ask('responder', 'POST', '/incidents/b/comments', { text: 'before the merge' }, 'bob')
  const merged = await ask('operator', 'POST', '/incidents/a/merge', { otherId: 'b' })
  expect(merged.json).toMatchObject({ otherId: 'b', incident: { id: 'a' } })
  expect(merged.json.incident.findings).toHaveLength(2 * sampleIncident.findings.length)
  const { status, headers } = await ask('viewer', 'GET', '/incidents/b')
  expect([status, headers.get('location')]).toEqual([307, '/api/v1/incidents/a'])
  expect((await history('a')).slice(-2)).toEqual([
    ['comment', 'bob', 'before the merge'],
    ['merge', 'ada', ''],
  ])
  expect((await ask('viewer', 'GET', '/incidents/none')).status).toBe(404)
})

it('what was merged and taken out again stands by itself, also once only the record knows it', async () => {
  await ask('operator', 'POST', '/incidents/c/merge', { otherId: 'd' })
  const first = (await ask('viewer', 'GET', '/incidents/c')).json.findings[0].id
  const part = (await ask('operator', 'POST', '/incidents/c/split', { findingIds: [first] })).json.otherId
  await ask('operator', 'POST', '/incidents/c/merge', { otherId: part })
  // The record still has it for a moment.
  await saveBatch(store, batchOf({ incidents: [named(part)] }))
  expect((await ask('viewer', 'GET', `/incidents/${encodeURIComponent(part)}`)).status).toBe(307)
  // And brings nothing back from it.
  const late = await ask('responder', 'POST', `/incidents/${encodeURIComponent(part)}/acknowledgement`)
  expect([late.status, incidents.cases.has(part)]).toEqual([404, false])
  const again = (await ask('operator', 'POST', '/incidents/c/split', { findingIds: [first] })).json.otherId
  expect(again).toBe(part)
  incidents.cases.delete(part)
  expect((await ask('viewer', 'GET', `/incidents/${encodeURIComponent(part)}`)).status).toBe(200)
})

it('what was taken out of an incident knows of it', async () => {
  const before = (await ask('viewer', 'GET', '/incidents/a')).json
  const findingIds = before.findings.slice(0, 1).map((one: { id: string }) => one.id)
  const { json } = await ask('operator', 'POST', '/incidents/a/split', { findingIds })
  const made = (await ask('viewer', 'GET', `/incidents/${encodeURIComponent(json.otherId)}`)).json
  expect(made.findings.map((one: { id: string }) => one.id)).toEqual(findingIds)
  expect(await history(encodeURIComponent(json.otherId))).toEqual([['split', 'ada', '']])
})

it('an incident of long ago is brought back from the record', async () => {
  expect(listIncidents(incidents).some((one) => one.id === 'old')).toBe(false)
  expect((await ask('responder', 'POST', '/incidents/old/acknowledgement')).status).toBe(200)
  expect((await ask('viewer', 'GET', '/incidents/old')).json.handling.acknowledged.by).toBe('ada')
  expect((await ask('responder', 'POST', '/incidents/never/comments', { text: 'x' })).status).toBe(404)
  expect(await history('never')).toEqual([])
})
