/** What people, tokens and strangers may over real HTTP: roles, forged headers, CSRF, open pages, path tricks. */

import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openLive } from '#lib/live/fixtures/open-live'
import { writeIdentity } from '#lib/model/identity'
import { scratchFolder } from '#lib/store/fixtures/scratch-folder'
import {
  type Ask,
  comeIn,
  type Door,
  firstAdmin,
  invite,
  PASSWORD,
  signIn,
  startDoor,
} from './fixtures/start-door.ts'

let door: Door
let ada: string
const cookies: Record<string, string> = {}
beforeAll(async () => {
  door = await startDoor(scratchFolder())
  ada = await firstAdmin(door)
  for (const role of ['viewer', 'responder', 'operator'])
    cookies[role] = await invite(door, ada, role, `the ${role}`)
})
afterAll(() => door.stop())

const status = async (method: string, path: string, ask: Ask = {}) =>
  (await door.ask(method, path, ask)).status
const idOf = async (cookie: string) => (await door.ask('GET', '/api/v1/me', { cookie })).json.id
const token = async (role: string) =>
  (await door.ask('POST', '/api/v1/tokens', { body: { name: `a ${role}`, role }, cookie: ada })).json

const cut = (live: { isOpen: () => boolean }, withinMs = 2000) =>
  vi.waitFor(() => expect(live.isOpen()).toBe(false), { timeout: withinMs })

test('only an admin sees and changes people, tokens and the audit log', async () => {
  const asked: [string, string, unknown?][] = [
    ['GET', '/api/v1/people'],
    ['PATCH', '/api/v1/people/x', { role: 'admin' }],
    ['POST', '/api/v1/people/links', { role: 'admin' }],
    ['DELETE', '/api/v1/people/links/x'],
    ['GET', '/api/v1/tokens'],
    ['POST', '/api/v1/tokens', { name: 'x', role: 'admin' }],
    ['DELETE', '/api/v1/tokens/x'],
    ['GET', '/api/v1/audit'],
  ]
  for (const [method, path, body] of asked) {
    const ask = body === undefined ? {} : { body }
    for (const cookie of Object.values(cookies))
      expect([path, await status(method, path, { ...ask, cookie })]).toEqual([path, 403])
    for (const role of ['ingest', 'viewer', 'responder', 'operator'])
      expect([path, await status(method, path, { ...ask, token: (await token(role)).token })]).toEqual([
        path,
        403,
      ])
    expect([path, await status(method, path, ask)]).toEqual([path, 401])
    expect([200, 201, 404]).toContain(await status(method, path, { ...ask, cookie: ada }))
  }
})

test('a route that asks for nothing itself is still closed to changes by who may only look', async () => {
  const echo = (ask: Ask) => status('POST', '/api/v1/echo', { ...ask, body: {} })
  expect(await echo({ cookie: cookies.viewer! })).toBe(403)
  expect(await echo({ token: (await token('viewer')).token })).toBe(403)
  expect(await echo({ token: (await token('ingest')).token })).toBe(403)
  expect(await echo({ cookie: cookies.responder! })).toBe(200)
})

test('a token is shown once, kept as a hash, and void at once when revoked', async () => {
  const made = await token('viewer')
  const look = () => status('GET', '/api/v1/me', { token: made.token })
  expect(await look()).toBe(200)
  const listed = await door.ask('GET', '/api/v1/tokens', { cookie: ada })
  expect(listed.text).toContain(made.id)
  expect(listed.text).not.toContain(made.token.slice(10))
  const live = await openLive(door.url, { authorization: `Bearer ${made.token}` })
  expect(await status('DELETE', `/api/v1/tokens/${made.id}`, { cookie: ada })).toBe(204)
  expect(await look()).toBe(401)
  await cut(live)
})

test('who asks is what the front door found, whatever a request claims', async () => {
  const claim = writeIdentity({ id: 'x', name: 'forged', role: 'admin', via: 'session' })
  for (const name of ['x-polygraph-person', 'X-Polygraph-Person', 'X-POLYGRAPH-PERSON']) {
    const headers = { [name]: claim }
    expect((await door.ask('GET', '/sign-in', { headers })).text).toBe('page for nobody')
    expect(await status('GET', '/api/v1/people', { headers })).toBe(401)
    const echo = await door.ask('GET', '/api/v1/echo', { headers, cookie: cookies.viewer! })
    expect(JSON.parse(echo.text)).toMatchObject({ name: 'the viewer', role: 'viewer', via: 'session' })
    expect(await status('GET', '/api/v1/people', { headers, cookie: cookies.viewer! })).toBe(403)
    const page = await door.ask('GET', '/', { headers, cookie: cookies.viewer! })
    expect(page.text).not.toContain('forged')
  }
})

test('a change by cookie without proof of our own page is refused, and changes nothing', async () => {
  const change: Ask = { body: { role: 'viewer' }, cookie: ada }
  const evil = { origin: 'http://evil.example' }
  const refusals: Ask[] = [
    { ...change, ours: false },
    { ...change, ours: false, headers: { 'sec-fetch-site': 'cross-site' } },
    { ...change, headers: evil },
    { ...change, headers: { 'content-type': 'text/plain' } },
    { ...change, headers: { host: 'evil.example:80' } },
  ]
  for (const ask of refusals) expect(await status('POST', '/api/v1/people/links', ask)).toBe(403)
  expect((await door.ask('GET', '/api/v1/people', { cookie: ada })).json.links).toHaveLength(
    // Those that the first test made as an admin.
    1,
  )
  // Signing in is a change, too: another site cannot sign a browser in as someone else.
  const body = { name: 'ada', password: PASSWORD }
  expect(await status('POST', '/api/v1/sign-in', { body, ours: false })).toBe(403)
  expect(await status('POST', '/api/v1/sign-in', { body, headers: evil })).toBe(403)
  expect(await status('POST', '/api/v1/sign-out', { cookie: ada, ours: false })).toBe(403)
  expect(await status('GET', '/api/v1/me', { cookie: ada })).toBe(200)
})

test('a person who is disabled is out at once, also of a page that is open', async () => {
  const live = await openLive(door.url, { cookie: cookies.responder! })
  const id = await idOf(cookies.responder!)
  expect(await status('PATCH', `/api/v1/people/${id}`, { body: { disabled: true }, cookie: ada })).toBe(200)
  await cut(live)
  expect(await status('GET', '/api/v1/me', { cookie: cookies.responder! })).toBe(401)
  await expect(openLive(door.url, { cookie: cookies.responder! })).rejects.toThrow()
  expect((await signIn(door, 'the responder')).status).toBe(401)
})

test('ending a session cuts its open page; another person’s cannot be ended', async () => {
  const sessions = async (cookie: string) => (await door.ask('GET', '/api/v1/sessions', { cookie })).json
  const [own] = await sessions(cookies.viewer!)
  expect(await sessions(cookies.viewer!)).toHaveLength(1)
  const adas = (await sessions(ada)).find((one: { own: boolean }) => one.own)
  expect(await status('DELETE', `/api/v1/sessions/${adas.id}`, { cookie: cookies.viewer! })).toBe(404)
  const live = await openLive(door.url, { cookie: cookies.viewer! })
  expect(await status('DELETE', `/api/v1/sessions/${own.id}`, { cookie: ada })).toBe(204)
  await cut(live)
  expect(await status('GET', '/api/v1/me', { cookie: cookies.viewer! })).toBe(401)
})

test('a session that runs out while a page is open takes the page with it', async () => {
  const { cookie } = await signIn(door, 'the operator')
  const live = await openLive(door.url, { cookie })
  door.clock.nowMs += 12 * 3_600_000
  await cut(live, 10_000)
  ada = (await signIn(door, 'ada')).cookie
})

test('the last admin stays, over HTTP as well', async () => {
  const path = `/api/v1/people/${await idOf(ada)}`
  for (const body of [{ role: 'viewer' }, { disabled: true }])
    expect((await door.ask('PATCH', path, { body, cookie: ada })).json.error.code).toBe('last-admin')
})

test('no way of writing a path opens what is shut', async () => {
  const tricks = [
    ...['/People', '//people', '/people/', '/./people', '/sign-in/../people', '/sign-in%2f..%2fpeople'],
    ...['/sign-in/', '/sign-in/x', '/sign-in;/people', '/healthz/../people', '/healthz%00', '/HEALTHZ'],
    ...[
      '/_next/static/../../people',
      '/_next/static/..%2f..%2fpeople',
      '/_next/static//x.js',
      '/_next/data/x',
    ],
    ...[
      '/_next/static/%2e%2e/people',
      '/_next/static/.env',
      '/_next/static/a\\..\\people',
      '/_next/image?url=/',
    ],
    ...['/api/v1/sign-in/../people', '/api/v1/sign-in/link/../../people', '/api/v1//people', '/agent.mjs/'],
    ...['http://127.0.0.1/sign-in', '/sign-in#/people'],
  ]
  for (const path of tricks) expect([path, await status('GET', path)]).toEqual([path, 401])
  for (const path of ['/sign-in', '/sign-in?next=/people', '/_next/static/chunks/0a-b_c~1.js', '/icon.svg'])
    expect([path, await status('GET', path)]).toEqual([path, 200])
})

test('every answer keeps to itself: policy with a nonce of its own, nobody’s frame, no referrer', async () => {
  const pages = [await door.ask('GET', '/', { cookie: ada }), await door.ask('GET', '/sign-in')]
  const policies = pages.map((page) => String(page.headers['content-security-policy']))
  for (const policy of policies) {
    expect(policy).toMatch(/script-src 'nonce-[\w+/]{22}==' 'strict-dynamic';/)
    expect(policy).toMatch(/default-src 'none';.*base-uri 'none'; frame-ancestors 'none'$/)
    expect(policy.replace("style-src 'self' 'unsafe-inline'", '')).not.toContain('unsafe')
    // A style that somebody brought in could tell nobody: it loads nothing from elsewhere.
    for (const kind of ['img', 'font', 'connect'])
      expect(policy).toMatch(new RegExp(`; ${kind}-src 'self'( data: blob:)?;`))
  }
  expect(policies[0]).not.toBe(policies[1])
  const answers = [...pages, await door.ask('GET', '/api/v1/me'), await door.ask('GET', '/nothing')]
  for (const { headers } of answers) {
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  }
})

test('open access lets everyone on loopback be an admin, and nobody from another site', async () => {
  const open = await startDoor(scratchFolder(), true)
  try {
    expect(await open.people.firstLink()).toBeNull()
    const me = await open.ask('GET', '/api/v1/me', { ours: false })
    expect(me.json).toEqual({ id: 'loopback', name: 'loopback', role: 'admin', via: 'loopback' })
    const made = await open.ask('POST', '/api/v1/people/links', { body: { role: 'viewer' }, ours: false })
    expect(made.status).toBe(201)
    expect((await comeIn(open, made.json.path, 'bob')).status).toBe(200)
    const evil = { headers: { origin: 'http://evil.example' } }
    expect(
      (await open.ask('POST', '/api/v1/people/links', { body: { role: 'viewer' }, ...evil })).status,
    ).toBe(403)
  } finally {
    await open.stop()
  }
})
