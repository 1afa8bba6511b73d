/** A postmortem outlives everything that it was made from; two people do not overwrite each other; a link ends to the second. */

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ALL_REDACTED } from '../model/share-link.ts'
import { canonicalJson } from '../postmortems/canonical-json.ts'
import {
  sampleEvent,
  sampleEvidence,
  sampleIncident,
  samplePostmortem,
  T0,
} from '../postmortems/fixtures/sample-document.ts'
import { sha256 } from './evidence-body.ts'
import { batchOf, eventOf, sampleOf } from './fixtures/sample-batch.ts'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { loadAccesses, noteAccess } from './link-accesses.ts'
import { loadEvidence, loadPostmortem, loadPostmortems, loadVersions } from './load-postmortems.ts'
import { openStore } from './open-store.ts'
import { hashPassphrase, isPassphrase } from './passphrase.ts'
import { DEFAULT_RETENTION } from './retention-policy.ts'
import { rollUp } from './roll-up.ts'
import { saveBatch } from './save-batch.ts'
import { createPostmortem, deletePostmortem, savePostmortem } from './save-postmortem.ts'
import { createShareLink, findShareLink, loadShareLinks, revokeShareLink } from './share-links.ts'
import { closeStore, type Store } from './store.ts'

const { fields } = samplePostmortem
const evidence = canonicalJson(sampleEvidence())
let store: Store
beforeAll(async () => {
  store = await openStore({ dataDir: scratchFolder() })
})
afterAll(() => closeStore(store))

async function make(id: string) {
  const made = await createPostmortem(store, {
    id,
    incidentIds: ['i1'],
    fields,
    by: 'ada',
    nowMs: T0,
    evidence,
  })
  if (!made.ok) throw new Error(made.message)
  return made.postmortem
}
async function link(postmortemId: string, expiresAtMs: number, passphrase: string | null = null) {
  const made = await createShareLink(store, {
    ...{ postmortemId, expiresAtMs, passphrase, rules: ALL_REDACTED, by: 'ada', nowMs: T0 },
  })
  if (!made.ok) throw new Error(made.message)
  return made
}

it('retention and the deletion of every other row change nothing, and the hash still verifies', async () => {
  await saveBatch(
    store,
    batchOf({ events: [eventOf({ ...sampleEvent })], samples: [sampleOf(T0)], incidents: [sampleIncident] }),
  )
  const { evidenceHash } = await make('outlives')
  expect(evidenceHash).toBe(sha256(evidence))
  const rolled = await rollUp(store, T0 + 1e12, DEFAULT_RETENTION)
  expect(rolled).toMatchObject({ ok: true })
  const tables = await store.prisma.$queryRaw<{ name: string }[]>`
    SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
  const own = new Set([
    'Postmortem',
    'PostmortemVersion',
    'FrozenEvidence',
    'ShareLink',
    'LinkAccess',
    '_prisma_migrations',
  ])
  const others = tables.map(({ name }) => name).filter((name) => !own.has(name))
  expect(others).toContain('Event')
  for (const name of others) await store.prisma.$executeRawUnsafe(`DELETE FROM "${name}"`)
  expect(await store.prisma.event.count()).toBe(0)
  expect(await loadEvidence(store, 'outlives')).toEqual({ ok: true, text: evidence, hash: evidenceHash })
  expect((await loadPostmortem(store, 'outlives'))?.fields).toEqual(fields)
})

it('evidence that was changed on the disk is not shown as if it were whole', async () => {
  await make('damaged')
  const row = await store.prisma.frozenEvidence.findUniqueOrThrow({ where: { postmortemId: 'damaged' } })
  await store.prisma.frozenEvidence.update({
    where: { postmortemId: 'damaged' },
    data: { hash: row.hash.replace(/^./, 'z') },
  })
  expect(await loadEvidence(store, 'damaged')).toEqual({ ok: false, reason: 'damaged' })
  expect(store.unreadable.get('evidence')).toBe(1)
})

it('whoever saves second is told so and loses nothing', async () => {
  await make('two')
  const ada = { ...fields, summary: 'by Ada' }
  const bob = { ...fields, summary: 'by Bob' }
  const first = await savePostmortem(store, { id: 'two', version: 1, fields: ada, by: 'ada', nowMs: T0 + 1 })
  expect(first).toMatchObject({ ok: true, postmortem: { version: 2 } })
  const second = await savePostmortem(store, { id: 'two', version: 1, fields: bob, by: 'bob', nowMs: T0 + 2 })
  expect(second).toMatchObject({ ok: false, reason: 'conflict', current: { version: 2, updatedBy: 'ada' } })
  expect((await loadPostmortem(store, 'two'))?.fields.summary).toBe('by Ada')
  const none = await savePostmortem(store, { id: 'none', version: 1, fields, by: 'a', nowMs: 1 })
  expect(none).toMatchObject({ ok: false, reason: 'not-found' })
})

it('what one person types in one go is one version; the first is kept', async () => {
  await make('history')
  for (let version = 1; version <= 4; version++)
    await savePostmortem(store, {
      id: 'history',
      version,
      fields: { ...fields, summary: `s${version}` },
      by: 'ada',
      nowMs: T0 + version * 1000,
    })
  await savePostmortem(store, { id: 'history', version: 5, fields, by: 'bob', nowMs: T0 + 6_000 })
  await savePostmortem(store, { id: 'history', version: 6, fields, by: 'bob', nowMs: T0 + 600_000 })
  const versions = await loadVersions(store, 'history')
  expect(versions.map(({ version, by }) => [version, by])).toEqual([
    ...[
      [7, 'bob'],
      [6, 'bob'],
      [5, 'ada'],
      [1, 'ada'],
    ],
  ])
  expect(versions[2]!.fields.summary).toBe('s4')
})

it('a link opens until the millisecond of its end, and not once it is revoked', async () => {
  await make('links')
  const { token, link: made } = await link('links', T0 + 5_000)
  expect(token).toMatch(/^[\w-]{43}$/)
  expect((await findShareLink(store, token, T0 + 4_999))?.link.id).toBe(made.id)
  expect(await findShareLink(store, token, T0 + 5_000)).toBeNull()
  for (const wrong of [
    '',
    token.toLowerCase(),
    `${token} `,
    `${token}=`,
    token.slice(0, 42),
    `../${token}`,
    '%',
    made.id,
  ])
    expect(await findShareLink(store, wrong, T0)).toBeNull()
  expect(await revokeShareLink(store, made.id, T0 + 1)).toBe(true)
  expect(await revokeShareLink(store, made.id, T0 + 2)).toBe(false)
  expect(await findShareLink(store, token, T0)).toBeNull()
  expect((await loadShareLinks(store, 'links')).map(({ revokedAtMs }) => revokedAtMs)).toEqual([T0 + 1])
})

it('neither token nor passphrase is on the disk', async () => {
  const { token, link: made } = await link('links', T0 + 5_000, 'correct horse')
  await store.prisma.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
  const bytes = readFileSync(store.file)
  expect(bytes.includes(made.id)).toBe(true)
  for (const secret of [token, 'correct horse']) expect(bytes.includes(secret)).toBe(false)
  const stored = await hashPassphrase('correct horse')
  expect([await isPassphrase('correct horse', stored), await isPassphrase('Correct horse', stored)]).toEqual([
    true,
    false,
  ])
  expect(await isPassphrase('', 'md5$x')).toBe(false)
})

it('deleting a postmortem deletes all that belongs to it', async () => {
  await make('gone')
  const { link: made } = await link('gone', T0 + 5_000)
  await noteAccess(store, made.id, { atMs: T0, address: '192.0.2.1', agent: 'curl', outcome: 'shown' })
  expect(await loadAccesses(store, made.id)).toEqual([
    { atMs: T0, address: '192.0.2.1', agent: 'curl', outcome: 'shown' },
  ])
  expect(await deletePostmortem(store, 'gone')).toBe(true)
  expect(await deletePostmortem(store, 'gone')).toBe(false)
  expect(await loadAccesses(store, made.id)).toEqual([])
  expect(await loadEvidence(store, 'gone')).toEqual({ ok: false, reason: 'not-found' })
  expect((await loadPostmortems(store)).map(({ id }) => id)).not.toContain('gone')
})
