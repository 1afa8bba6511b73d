/** A token opens what its role allows until it is revoked; its text is nowhere on the disk. */

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Role } from '../model/role.ts'
import { createToken } from './create-token.ts'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { loadTokens } from './load-tokens.ts'
import { openStore } from './open-store.ts'
import { revokeToken } from './revoke-token.ts'
import { closeStore } from './store.ts'
import { verifyToken } from './verify-token.ts'

it('a token is verified by its text alone, and revoked once', async () => {
  const store = await openStore({ dataDir: scratchFolder() })
  const made = await createToken(store, { name: ' lb1 shipper ', role: 'ingest', nowMs: 7 })
  if (!made.ok) throw new Error(made.message)
  expect(await verifyToken(store, made.token)).toEqual({ id: made.id, name: 'lb1 shipper', role: 'ingest' })
  for (const wrong of ['', 'x', `${made.token}x`, made.token.toUpperCase(), 'y'.repeat(10_000)])
    expect(await verifyToken(store, wrong)).toBeNull()
  expect(await loadTokens(store)).toEqual([
    { id: made.id, name: 'lb1 shipper', role: 'ingest', createdAtMs: 7, revokedAtMs: null },
  ])
  expect(await revokeToken(store, made.id, 9)).toBe(true)
  expect(await revokeToken(store, made.id, 10)).toBe(false)
  expect(await verifyToken(store, made.token)).toBeNull()
  await closeStore(store)
  expect(readFileSync(store.file).includes(made.token.slice(10))).toBe(false)
})

it('a token without a name or with an unknown role is not made', async () => {
  const store = await openStore({ dataDir: scratchFolder() })
  const attempt = (name: string, role: string) => createToken(store, { name, role: role as Role })
  expect(await attempt('a', 'root')).toMatchObject({ ok: false, reason: 'unknown-role' })
  expect(await attempt('  ', 'viewer')).toMatchObject({ ok: false, reason: 'bad-name' })
  expect(await attempt('x'.repeat(101), 'viewer')).toMatchObject({ ok: false, reason: 'bad-name' })
  await closeStore(store)
})

it('every token is listed, also beyond the first thousand', async () => {
  const store = await openStore({ dataDir: scratchFolder() })
  const oldest = await createToken(store, { name: 'oldest', role: 'viewer', nowMs: 1 })
  if (!oldest.ok) throw new Error(oldest.message)
  const data = Array.from({ length: 1_500 }, (_, i) => ({
    id: `t${i}`,
    name: `n${i}`,
    role: 'viewer',
    hash: `h${i}`,
    createdAtMs: 2 + (i % 7),
  }))
  await store.prisma.accessToken.createMany({ data })
  const ids = (await loadTokens(store)).map((token) => token.id)
  expect(ids.length).toBe(1_501)
  expect(new Set(ids).size).toBe(1_501)
  expect(ids.at(-1)).toBe(oldest.id)
  await closeStore(store)
})
