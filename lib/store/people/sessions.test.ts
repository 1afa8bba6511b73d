/** A session ends at its second: unused, grown old, ended, or one too many. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { scratchFolder } from '../fixtures/scratch-folder.ts'
import { openStore } from '../open-store.ts'
import { closeStore, type Store } from '../store.ts'
import { AUDIT_LIFE_MS, AUDIT_PAGE, loadAudit, prunePeople, saveAudit } from './audit.ts'
import { createSession, SESSION_LIFE_MS, SESSIONS_PER_PERSON } from './create-session.ts'
import { endSession, endSessionsOf, hasSignedInFrom, loadSessions } from './sessions.ts'
import { SEEN_EVERY_MS, SESSION_IDLE_MS, verifySession } from './verify-session.ts'

const HOUR_MS = 3_600_000
let store: Store
beforeAll(async () => {
  store = await openStore({ dataDir: scratchFolder() })
  for (const id of ['ada', 'eve'])
    await store.prisma.person.create({
      data: { id, name: id, nameKey: id, role: 'viewer', passwordHash: 'x', createdAtMs: 0 },
    })
})
afterAll(() => closeStore(store))

const begin = (personId: string, nowMs: number, address = '10.0.0.1') =>
  createSession(store, { personId, address, browser: 'x'.repeat(900), nowMs })

it('unused it ends after twelve hours, to the millisecond', async () => {
  expect(SESSION_IDLE_MS).toBe(12 * HOUR_MS)
  const { secret, id } = await begin('ada', 0)
  expect(await verifySession(store, secret, SESSION_IDLE_MS)).toBeNull()
  expect(await loadSessions(store, { personId: 'ada', nowMs: SESSION_IDLE_MS })).toEqual([])
  expect(await verifySession(store, secret, SESSION_IDLE_MS - 1)).toMatchObject({ sessionId: id })
  // That look was a use.
  expect(await verifySession(store, secret, 2 * SESSION_IDLE_MS - 2)).toMatchObject({ sessionId: id })
})

it('used all the time it ends after seven days, to the millisecond', async () => {
  const { secret, expiresAtMs } = await begin('ada', 0)
  expect(expiresAtMs).toBe(SESSION_LIFE_MS)
  for (let atMs = 0; atMs < SESSION_LIFE_MS; atMs += 11 * HOUR_MS)
    expect(await verifySession(store, secret, atMs)).not.toBeNull()
  expect(await verifySession(store, secret, SESSION_LIFE_MS - 1)).not.toBeNull()
  expect(await verifySession(store, secret, SESSION_LIFE_MS)).toBeNull()
})

it('the time of last use is written once a minute at most', async () => {
  const { secret, id } = await begin('ada', 0)
  const seen = async (atMs: number) => {
    await verifySession(store, secret, atMs)
    return (await store.prisma.session.findUnique({ where: { id } }))?.lastSeenAtMs
  }
  expect(await seen(SEEN_EVERY_MS - 1)).toBe(0)
  expect(await seen(SEEN_EVERY_MS)).toBe(SEEN_EVERY_MS)
})

it('nothing but the whole secret opens it', async () => {
  const { secret } = await begin('ada', 0)
  for (const wrong of ['', secret.slice(1), `${secret}x`, secret.toLowerCase(), 'A'.repeat(43)])
    expect(await verifySession(store, wrong, 1)).toBeNull()
})

it('it can be ended, by its person or by an admin, once', async () => {
  const { secret, id } = await begin('eve', 0)
  expect(await endSession(store, id, 1, 'ada')).toBe(false)
  expect(await verifySession(store, secret, 1)).toMatchObject({ name: 'eve' })
  expect(await endSession(store, id, 2, 'eve')).toBe(true)
  expect(await verifySession(store, secret, 2)).toBeNull()
  expect(await endSession(store, id, 3)).toBe(false)
  await begin('eve', 4)
  expect(await endSessionsOf(store, 'eve', 5)).toBe(1)
  expect(await hasSignedInFrom(store, 'eve', '10.0.0.1', 4)).toBe(true)
  expect(await hasSignedInFrom(store, 'eve', '10.0.0.1', 5)).toBe(false)
  expect(await hasSignedInFrom(store, 'eve', '10.0.0.2', 0)).toBe(false)
})

it('one more than a person may have ends the oldest', async () => {
  const all = []
  for (let i = 0; i <= SESSIONS_PER_PERSON; i++) all.push(await begin('eve', 10 + i))
  expect(await verifySession(store, all[0]!.secret, 100)).toBeNull()
  expect(await verifySession(store, all[1]!.secret, 100)).not.toBeNull()
  const listed = await loadSessions(store, { personId: 'eve', nowMs: 100 })
  expect(listed.length).toBe(SESSIONS_PER_PERSON)
  expect(JSON.stringify(listed)).not.toContain('hash')
  expect(listed[0]?.browser.length).toBe(200)
})

it('the audit log is read newest first, page by page, and keeps to its limits', async () => {
  const line = { who: 'ada', whoId: 'ada', via: 'session', subject: 's', detail: 'd'.repeat(900) } as const
  for (let i = 0; i < AUDIT_PAGE + 3; i++) await saveAudit(store, { ...line, atMs: i, action: `a${i}` })
  const page = await loadAudit(store, null)
  expect(page.entries.length).toBe(AUDIT_PAGE)
  expect(page.entries[0]).toMatchObject({ action: `a${AUDIT_PAGE + 2}`, who: 'ada', via: 'session' })
  expect(page.entries[0]?.detail.length).toBe(500)
  const rest = await loadAudit(store, page.nextBeforeSeq)
  expect(rest.entries.map((one) => one.action)).toEqual(['a2', 'a1', 'a0'])
  expect(rest.nextBeforeSeq).toBeNull()
  await prunePeople(store, AUDIT_LIFE_MS + 2)
  expect((await loadAudit(store, page.nextBeforeSeq)).entries.map((one) => one.action)).toEqual(['a2'])
  await prunePeople(store, 0, 5)
  expect((await loadAudit(store, null)).entries.length).toBe(5)
  // Sessions long over are forgotten.
  expect(await store.prisma.session.count()).toBe(0)
})
