import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openStore } from '#lib/store/open-store'
import { loadAudit } from '#lib/store/people/audit'
import { changePerson } from '#lib/store/people/change-person'
import { findInvitation } from '#lib/store/people/invitations'
import { loadPersonSecret } from '#lib/store/people/load-people'
import { redeemInvitation } from '#lib/store/people/redeem-invitation'
import { closeStore, type Store } from '#lib/store/store'
import { run } from './person.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'polygraph-person-'))
const said = { out: '', err: '' }
let store: Store
beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.out += text
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.err += text
    return true
  })
  store = await openStore({ dataDir })
})
beforeEach(() => {
  Object.assign(said, { out: '', err: '' })
})
afterAll(async () => {
  vi.restoreAllMocks()
  await closeStore(store)
  rmSync(dataDir, { recursive: true, force: true })
})

async function person(...args: string[]) {
  Object.assign(said, { out: '', err: '' })
  const code = await run([...args, '--data', dataDir])
  return { code, ...said }
}
const keyOf = (out: string) => new URL(out.trim()).searchParams.get('key') ?? ''

test('who is locked out gets a link that makes an admin, good for an hour and once', async () => {
  expect((await person('list')).out).toBe('There is nobody yet.\n')
  const made = await person('link', '--role', 'admin')
  expect(made.code).toBe(0)
  expect(made.out).toMatch(/^http:\/\/127\.0\.0\.1:3000\/sign-in\/invited\?key=[\w-]{43}\n$/)
  const key = keyOf(made.out)
  const nowMs = Date.now()
  expect(await findInvitation(store, key, nowMs)).toMatchObject({ kind: 'invite', role: 'admin' })
  expect(await findInvitation(store, key, nowMs + 3_600_001)).toBeNull()
  const use = () => redeemInvitation(store, { key, name: 'Ada', passwordHash: 'x', nowMs })
  expect((await use()).ok).toBe(true)
  expect((await use()).ok).toBe(false)
  expect((await person('list')).out).toBe('admin      can sign in  Ada\n')
  expect((await loadAudit(store, null)).entries[0]).toMatchObject({ via: 'shell', action: 'invitation-made' })
})

test('a person who forgot the password gets a link to a new one, at the address that browsers use', async () => {
  const made = await person('link', '--name', 'ada', '--url', 'https://lb.example/')
  expect(made.out).toMatch(/^https:\/\/lb\.example\/sign-in\/invited\?key=/)
  const { person: ada } = (await loadPersonSecret(store, 'ada'))!
  expect(await findInvitation(store, keyOf(made.out), Date.now())).toMatchObject({ personId: ada.id })
})

test('what cannot be is refused, and nothing is made', async () => {
  const refused = async (...args: string[]) => {
    const { code, out, err } = await person(...args)
    expect([code, out]).toEqual([2, ''])
    return err
  }
  expect(await refused('link')).toContain('Either --role')
  expect(await refused('link', '--role', 'viewer', '--name', 'ada')).toContain('Either --role')
  expect(await refused('link', '--role', 'ingest')).toContain('--role is one of viewer, responder')
  expect(await refused('link', '--name', 'eve')).toContain('There is nobody named eve')
  expect(await refused('link', '--role', 'viewer', '--url', 'nowhere')).toContain('--url nowhere')
  expect(await refused('make')).toContain('knows link and list')
  const { person: ada } = (await loadPersonSecret(store, 'ada'))!
  const bob = { id: 'b', name: 'Bob', nameKey: 'bob', role: 'admin', passwordHash: 'x', createdAtMs: 0 }
  await store.prisma.person.create({ data: bob })
  await changePerson(store, ada.id, { disabled: true }, 1)
  expect(await refused('link', '--name', 'ada')).toContain('Ada is disabled')
  expect(await run(['list', '--data', path.join(dataDir, 'elsewhere')])).toBe(2)
  expect(said.err).toContain('There is no record in')
})
