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
