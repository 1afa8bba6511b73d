/** People come in by one-time links, stay as long as an admin wants, and one admin always can. */

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PersonRole } from '../../model/person.ts'
import { scratchFolder } from '../fixtures/scratch-folder.ts'
import { openStore } from '../open-store.ts'
import { closeStore, type Store } from '../store.ts'
import { changePerson } from './change-person.ts'
import { createInvitation, INVITATION_LIFE_MS } from './create-invitation.ts'
import { createSession } from './create-session.ts'
import { findInvitation, loadInvitations, voidInvitation } from './invitations.ts'
import { isAnyone, loadPeople, loadPersonSecret } from './load-people.ts'
import { redeemInvitation } from './redeem-invitation.ts'
import { verifySession } from './verify-session.ts'

let store: Store
beforeAll(async () => {
  store = await openStore({ dataDir: scratchFolder() })
})
afterAll(() => closeStore(store))

const invite = (role: PersonRole, nowMs = 0, personId?: string) =>
  createInvitation(store, {
    kind: personId ? 'password' : 'invite',
    role,
    madeBy: 'test',
    nowMs,
    ...(personId && { personId }),
  })
const use = (key: string, name: string, nowMs = 1, passwordHash = `hash of ${name}`) =>
  redeemInvitation(store, { key, name, passwordHash, nowMs })
async function join(name: string, role: PersonRole) {
  const used = await use((await invite(role)).key, name)
  if (!used.ok) throw new Error(used.message)
  return used.person
}

it('the first link makes one admin, the newest alone, within its hour', async () => {
  expect(await isAnyone(store)).toBe(false)
  const first = () =>
    createInvitation(store, { kind: 'first', role: 'admin', madeBy: 'this machine', nowMs: 0 })
  const old = await first()
  const late = await first()
  const lifeMs = INVITATION_LIFE_MS.first
  expect(lifeMs).toBe(3_600_000)
  expect(await use(old.key, 'ada')).toMatchObject({ ok: false, reason: 'void-link' })
  expect(await use(late.key, 'ada', lifeMs)).toMatchObject({ ok: false, reason: 'void-link' })
  const other = await createInvitation(store, { kind: 'invite', role: 'viewer', madeBy: 'x', nowMs: 0 })
  expect(await use(late.key, ' Ada ', lifeMs - 1)).toMatchObject({
    ok: true,
    person: { name: 'Ada', role: 'admin' },
  })
  expect(await use(late.key, 'eve')).toMatchObject({ ok: false, reason: 'void-link' })
  // A first link from another start is nothing once there is somebody.
  const again = await first()
  expect(await use(again.key, 'eve')).toMatchObject({ ok: false, reason: 'void-link' })
  expect(await voidInvitation(store, again.id, 1)).toBe(true)
  expect((await loadInvitations(store, 1)).map((one) => one.id)).toEqual([other.id])
  expect(await voidInvitation(store, other.id, 1)).toBe(true)
  expect(await findInvitation(store, other.key, 1)).toBeNull()
})

it('two who use one link at once: one gets in', async () => {
  const { key } = await invite('viewer')
  const both = await Promise.all([use(key, 'grace'), use(key, 'hedy')])
  expect(both.map((one) => one.ok).toSorted()).toEqual([false, true])
})

it('a name that reads like another is taken, and the link is still good', async () => {
  const { key } = await invite('viewer')
  expect(await use(key, 'ADA')).toMatchObject({ ok: false, reason: 'name-taken' })
  expect(await use(key, 'joan')).toMatchObject({ ok: true })
})

it('a password link gives its person a new password and ends their sessions; nobody else is touched', async () => {
  const joan = (await loadPersonSecret(store, 'Joan'))!
  const session = await createSession(store, {
    personId: joan.person.id,
    address: 'a',
    browser: 'b',
    nowMs: 5,
  })
  expect(await verifySession(store, session.secret, 6)).toMatchObject({ name: 'joan', role: 'viewer' })
  const { key } = await invite('viewer', 6, joan.person.id)
  expect(await use(key, 'ada', 7, 'new hash')).toMatchObject({ ok: true, person: { name: 'joan' } })
  expect((await loadPersonSecret(store, 'joan'))!.passwordHash).toBe('new hash')
  expect((await loadPersonSecret(store, 'ada'))!.passwordHash).toBe('hash of  Ada ')
  expect(await verifySession(store, session.secret, 8)).toBeNull()
})

it('the last admin cannot be disabled or made less, also not by two at once', async () => {
  const ada = (await loadPersonSecret(store, 'ada'))!.person
  for (const change of [{ disabled: true }, { role: 'viewer' } as const])
    expect(await changePerson(store, ada.id, change, 9)).toMatchObject({ ok: false, reason: 'last-admin' })
  const mary = await join('mary', 'admin')
  const both = await Promise.all([
    changePerson(store, ada.id, { role: 'operator' }, 9),
    changePerson(store, mary.id, { disabled: true }, 9),
  ])
  expect(both.map((one) => one.ok).toSorted()).toEqual([false, true])
  const admins = (await loadPeople(store)).filter((one) => one.role === 'admin' && one.disabledAtMs === null)
  expect(admins.length).toBe(1)
})

it('a disabled person is out at once, and stays out of old sessions when let in again', async () => {
  const person = await join('radia', 'operator')
  const { secret } = await createSession(store, {
    personId: person.id,
    address: 'a',
    browser: 'b',
    nowMs: 10,
  })
  expect(await changePerson(store, person.id, { role: 'responder' }, 11)).toMatchObject({ ok: true })
  expect(await verifySession(store, secret, 11)).toMatchObject({ role: 'responder' })
  expect(await changePerson(store, person.id, { disabled: true }, 12)).toMatchObject({ ok: true })
  expect(await verifySession(store, secret, 12)).toBeNull()
  const { key } = await invite('responder', 12, person.id)
  expect(await use(key, '', 13)).toMatchObject({ ok: false, reason: 'void-link' })
  await changePerson(store, person.id, { disabled: false }, 14)
  expect(await verifySession(store, secret, 14)).toBeNull()
  expect(await changePerson(store, 'nobody', { disabled: true }, 15)).toMatchObject({
    reason: 'unknown-person',
  })
})

it('no key and no session secret is on the disk', async () => {
  const { key } = await invite('viewer', 20)
  const { secret } = await createSession(store, { personId: 'p', address: 'a', browser: 'b', nowMs: 20 })
  await store.prisma.$queryRawUnsafe('PRAGMA wal_checkpoint(PASSIVE)')
  const disk = readFileSync(store.file).toString('latin1') + readFileSync(`${store.file}-wal`, 'latin1')
  expect(disk).toContain('hash of hedy'.slice(0, 8))
  expect([disk.includes(key), disk.includes(secret)]).toEqual([false, false])
})
