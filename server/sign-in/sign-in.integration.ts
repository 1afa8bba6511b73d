/** Signing in over real HTTP: first link, sessions, expiry, fixation, lock-out, and what a stranger can learn. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { scratchFolder } from '#lib/store/fixtures/scratch-folder'
import { comeIn, type Door, invite, PASSWORD, signIn, startDoor } from './fixtures/start-door.ts'

const HOUR_MS = 3_600_000
let door: Door
let ada: string
beforeAll(async () => {
  door = await startDoor(scratchFolder())
})
afterAll(() => door.stop())
const look = async (cookie: string) => (await door.ask('GET', '/api/v1/me', { cookie })).status
const from = (address: string) => ({ 'x-forwarded-for': address })

test('the first start’s link makes one admin; another start voids it; once there is somebody there is none', async () => {
  const old = (await door.people.firstLink())!
  expect(old).toMatch(/^\/sign-in\/first\?key=[\w-]{43}$/)
  const path = (await door.people.firstLink())!
  expect((await comeIn(door, old, 'eve')).json.error.code).toBe('void-link')
  // Looking at the page uses nothing up; a weak password neither.
  for (let i = 0; i < 3; i++) expect((await door.ask('GET', path)).status).toBe(200)
  const key = new URL(path, door.url).searchParams.get('key')
  const weak = { body: { key, name: 'ada', password: 'short' } }
  expect((await door.ask('POST', '/api/v1/sign-in/link', weak)).json.error.message).toContain('at least 12')
  door.clock.nowMs += HOUR_MS
  expect((await comeIn(door, path, 'ada')).json.error.code).toBe('void-link')
  const fresh = (await door.people.firstLink())!
  door.clock.nowMs += HOUR_MS - 1
  const made = await comeIn(door, fresh, 'ada')
  expect([made.status, made.json.name, made.json.role]).toEqual([200, 'ada', 'admin'])
  expect((await comeIn(door, fresh, 'eve')).status).toBe(400)
  expect(await door.people.firstLink()).toBeNull()
  ada = made.cookie
  expect(await look(ada)).toBe(200)
})

test('the cookie is opaque, out of scripts’ reach and of other sites’', async () => {
  const { headers } = await signIn(door, 'ADA')
  expect(headers['set-cookie']).toHaveLength(1)
  expect(headers['set-cookie']![0]).toMatch(
    /^polygraph-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/,
  )
  expect(headers['cache-control']).toBe('no-store')
  const https = await signIn(door, 'ada', PASSWORD, { 'x-forwarded-proto': 'https' })
  expect(https.headers['set-cookie']![0]).toMatch(/^__Host-polygraph=[\w-]{43}; Path=\/; .*; Secure$/)
  expect(https.headers['strict-transport-security']).toContain('max-age')
})

test('a session ends to the second: unused for twelve hours, or after seven days', async () => {
  const idle = (await signIn(door, 'ada')).cookie
  const used = (await signIn(door, 'ada')).cookie
  const began = door.clock.nowMs
  door.clock.nowMs = began + 12 * HOUR_MS - 1000
  expect([await look(used)]).toEqual([200])
  door.clock.nowMs = began + 12 * HOUR_MS
  expect([await look(idle), await look(used)]).toEqual([401, 200])
  for (let hours = 20; hours < 168; hours += 8) {
    door.clock.nowMs = began + hours * HOUR_MS
    expect(await look(used)).toBe(200)
  }
  door.clock.nowMs = began + 168 * HOUR_MS - 1000
  expect(await look(used)).toBe(200)
  door.clock.nowMs = began + 168 * HOUR_MS
  expect(await look(used)).toBe(401)
  ada = (await signIn(door, 'ada')).cookie
})

test('signing in gives a new session and ends the one the browser came with, so none can be planted', async () => {
  const planted = (await signIn(door, 'ada')).cookie
  const after = await signIn(door, 'ada', PASSWORD, {}, planted)
  expect(after.cookie).not.toBe(planted)
  expect([await look(planted), await look(after.cookie)]).toEqual([401, 200])
  const made = `${planted.split('=')[0]}=${'A'.repeat(43)}`
  expect((await signIn(door, 'ada', PASSWORD, {}, made)).cookie).not.toBe(made)
  expect(await look(made)).toBe(401)
})

test('signing out ends the session, not only the cookie', async () => {
  const { cookie } = await signIn(door, 'ada')
  const out = await door.ask('POST', '/api/v1/sign-out', { cookie })
  expect([out.status, out.headers['set-cookie']![0]]).toEqual([204, expect.stringContaining('Max-Age=0')])
  expect(await look(cookie)).toBe(401)
})

test('an unknown name, a wrong password and a disabled person get one answer, in about one time', async () => {
  const bob = await invite(door, ada, 'viewer', 'bob')
  const { id } = (await door.ask('GET', '/api/v1/me', { cookie: bob })).json
  await door.ask('PATCH', `/api/v1/people/${id}`, { body: { disabled: true }, cookie: ada })
  const answers = new Set<string>()
  const tookMs: Record<string, number[]> = { nobody: [], ada: [], bob: [] }
  // The quickest of each, which a machine that is busy elsewhere lets through sooner or later.
  const ratio = () => {
    const quickest = Object.values(tookMs).map((all) => Math.min(...all))
    return Math.max(...quickest) / Math.min(...quickest)
  }
  for (let i = 0; i < 4 || (i < 14 && ratio() > 2); i++)
    for (const [name, password] of [
      ['nobody', 'a wrong password'],
      ['ada', 'a wrong password'],
      ['bob', PASSWORD],
    ] as const) {
      const began = performance.now()
      const { status, text } = await signIn(door, name, password, from(`10.1.1.${i}`))
      tookMs[name]!.push(performance.now() - began)
      answers.add(`${status} ${text}`)
    }
  expect([...answers]).toEqual([
    '401 {"error":{"code":"wrong","message":"The name or the password is wrong."}}',
  ])
  // Without the same work for a name that nobody has it is twenty and more.
  expect(ratio()).toBeLessThan(4)
})

test('five wrong passwords from one place close that place for that name, and no other', async () => {
  const bad = (address: string) => signIn(door, 'ada', 'not the password', from(address))
  for (let i = 0; i < 5; i++) expect((await bad('10.2.0.1')).status).toBe(401)
  const closed = await bad('10.2.0.1')
  expect(closed.status).toBe(429)
  expect(Number(closed.headers['retry-after'])).toBeGreaterThan(800)
  expect(closed.json.error).toEqual({
    code: 'too_many_attempts',
    message: expect.stringContaining('for this name from this address: at most 5 in 15 minutes'),
  })
  expect((await signIn(door, 'ada', PASSWORD, from('10.2.0.1'))).status).toBe(429)
  expect((await signIn(door, 'ada', PASSWORD, from('10.2.0.2'))).status).toBe(200)
})

test('whoever tries the admin’s name from everywhere does not lock her out where she signed in before', async () => {
  expect((await signIn(door, 'ada', PASSWORD, from('10.3.0.1'))).status).toBe(200)
  let limited = null
  for (let i = 0; i < 60 && !limited; i++) {
    const answer = await signIn(door, 'ada', 'not the password', from(`10.4.${i}.1`))
    if (answer.status === 429) limited = answer.json.error.message
  }
  expect(limited).toContain('from addresses it never signed in from: at most 50 in 60 minutes')
  expect((await signIn(door, 'ada', PASSWORD, from('10.5.0.1'))).status).toBe(429)
  expect((await signIn(door, 'ada', PASSWORD, from('10.3.0.1'))).status).toBe(200)
  const { entries } = (await door.ask('GET', '/api/v1/audit', { cookie: ada })).json
  const noted = entries.filter((one: { action: string }) => one.action === 'sign-in-limited')
  // What a stranger typed as a name may have been a password.
  const failed = entries.filter((one: { action: string }) => one.action === 'sign-in-failed')
  const subjects = new Set(failed.map((one: { subject: string }) => one.subject))
  expect(subjects).toEqual(new Set(['ada', 'bob', 'an unknown name']))
  expect(noted.map((one: { detail: string }) => one.detail)).toEqual([
    expect.stringMatching(/^name, from 10\.4\./),
    'name-from-address, from 10.2.0.1',
  ])
})

test('what strangers send is limited, and what is wrongly asked is said', async () => {
  const big = await door.ask('POST', '/api/v1/sign-in', { body: { name: 'x', password: 'y'.repeat(20_000) } })
  expect([big.status, big.json.error.code]).toEqual([413, 'too_large'])
  const odd = await door.ask('POST', '/api/v1/sign-in', { body: { name: ['ada'], password: PASSWORD } })
  expect(odd.status).toBe(400)
  expect((await door.ask('POST', '/api/v1/sign-in', { body: '{"name":' })).status).toBe(400)
  expect(door.lost).toEqual([])
})
