/** Over HTTP each may do what their role says and no more; what is refused has a name. */

import { OpenAPIHono } from '@hono/zod-openapi'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { IDENTITY_HEADER, writeIdentity } from '#lib/model/identity'
import type { Role } from '#lib/model/role'
import { sampleIncident, T0 } from '#lib/postmortems/fixtures/sample-document'
import { scratchFolder } from '#lib/store/fixtures/scratch-folder'
import { openStore } from '#lib/store/open-store'
import { closeStore, type Store } from '#lib/store/store'
import { createPostmortemDesk } from '../postmortems/create-postmortem-desk.ts'
import { addPostmortems } from './postmortems.ts'
import { addShareLinks } from './share-links.ts'

let store: Store
let api: OpenAPIHono
const done: string[] = []
beforeAll(async () => {
  store = await openStore({ dataDir: scratchFolder() })
  const none = { pools: [], loadBalancers: [], hosts: [] }
  const desk = createPostmortemDesk({
    ...{ store, now: () => T0 + 60_000, sources: () => [], snapshot: () => none },
    audit: async ({ action }) => void done.push(action),
    incident: async (id) => (id === sampleIncident.id ? sampleIncident : null),
  })
  api = new OpenAPIHono()
  addPostmortems(api, desk)
  addShareLinks(api, desk)
})
afterAll(() => closeStore(store))

async function ask(role: Role | null, method: string, path: string, body?: unknown, name = 'ada') {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (role) headers[IDENTITY_HEADER] = writeIdentity({ id: name, name, role, via: 'session' })
  const answer = await api.request(`/api/v1${path}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await answer.text()
  const json = answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null
  return { status: answer.status, text, json, headers: answer.headers }
}
const make = async () =>
  (await ask('responder', 'POST', '/postmortems', { incidentId: sampleIncident.id })).json

it('a viewer reads and exports, and changes nothing', async () => {
  const { id, version } = await make()
  const { json: link } = await ask('responder', 'POST', `/postmortems/${id}/links`, {})
  for (const role of [null, 'viewer', 'ingest'] as const)
    for (const [method, path, body] of [
      ['POST', '/postmortems', { incidentId: sampleIncident.id }],
      ['PATCH', `/postmortems/${id}`, { version, fields: { summary: 'x' } }],
      ['DELETE', `/postmortems/${id}`],
      ['POST', `/postmortems/${id}/links`, {}],
      ['GET', `/postmortems/${id}/links`],
      ['GET', `/postmortems/${id}/links/${link.id}/access`],
      ['GET', `/postmortems/${id}/preview`],
      ['DELETE', `/links/${link.id}`],
    ] as const)
      expect([method, path, (await ask(role, method, path, body)).status]).toEqual([
        method,
        path,
        role ? 403 : 401,
      ])
  expect((await ask('viewer', 'GET', `/postmortems/${id}`)).json.version).toBe(1)
  expect((await ask('viewer', 'GET', `/postmortems/${id}/export?format=md`)).text).toMatch(
    /^# 10\.0\.0\.100 moved/,
  )
  expect((await ask('responder', 'DELETE', `/postmortems/${id}`)).status).toBe(403)
})

it('what was saved in between is told with its version; what is wrong has a name', async () => {
  const { id } = await make()
  const save = (version: number, fields: object) =>
    ask('responder', 'PATCH', `/postmortems/${id}`, { version, fields })
  expect((await save(1, { summary: 'one' })).json).toMatchObject({ version: 2, fields: { summary: 'one' } })
  expect(await save(1, { summary: 'two' })).toMatchObject({
    status: 409,
    json: { error: { code: 'conflict' }, current: { version: 2, fields: { summary: 'one' } } },
  })
  expect((await save(2, { title: ' ' })).status).toBe(400)
  expect((await save(2, { actions: [{ id: 'a' }] })).status).toBe(400)
  expect((await ask('responder', 'POST', '/postmortems', { incidentId: 'none' })).json.error.code).toBe(
    'not_found',
  )
  expect((await ask('responder', 'PATCH', '/postmortems/none', { version: 1, fields: {} })).status).toBe(404)
})

it('a link always ends, within a year; others’ links are for operators to revoke', async () => {
  const { id } = await make()
  const link = (body: object) => ask('responder', 'POST', `/postmortems/${id}/links`, body)
  const made = (await link({})).json
  expect(made.expiresAtMs - made.createdAtMs).toBe(7 * 86_400_000)
  expect(made.path).toMatch(/^\/p\/[\w-]{43}$/)
  expect(made).not.toHaveProperty('pseudonymKey')
  for (const expiresInMs of [0, -1, 366 * 86_400_000, null, 'never'])
    expect((await link({ expiresInMs })).status).toBe(400)
  expect((await link({ passphrase: 'short' })).status).toBe(400)
  const listed = (await ask('responder', 'GET', `/postmortems/${id}/links`)).text
  expect(listed).not.toContain(made.path.slice(3))
  const revoke = (role: Role, name: string) => ask(role, 'DELETE', `/links/${made.id}`, undefined, name)
  expect((await revoke('responder', 'bob')).json.error.code).toBe('not_yours')
  expect((await revoke('operator', 'bob')).status).toBe(204)
  expect(done.slice(-2)).toEqual(['link-created', 'link-revoked'])
})

it('the preview is the page of the link, but for what only a link has', async () => {
  const { id } = await make()
  const rules = encodeURIComponent(JSON.stringify({ words: ['eth0'] }))
  const shown = await ask(
    'responder',
    'GET',
    `/postmortems/${id}/preview?key=${'k'.repeat(22)}&rules=${rules}`,
  )
  expect(shown.text).toContain('<h1>address-')
  expect(shown.text).not.toMatch(/10\.0\.0\.100|eth0|data-state/)
  expect(shown.headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
  expect((await ask('responder', 'GET', `/postmortems/${id}/preview?rules=%7B`)).status).toBe(400)
})

it('deleting takes all of it along', async () => {
  const { id } = await make()
  expect((await ask('operator', 'DELETE', `/postmortems/${id}`)).status).toBe(204)
  for (const path of ['', '/export', '/preview'])
    expect((await ask('operator', 'GET', `/postmortems/${id}${path}`)).status).toBe(404)
})
