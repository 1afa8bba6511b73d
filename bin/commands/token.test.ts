import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { openStore } from '#lib/store/open-store'
import { closeStore } from '#lib/store/store'
import { verifyToken } from '#lib/store/verify-token'
import { run } from './token.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'polygraph-token-'))
const said = { out: '', err: '' }
vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
  said.out += text
  return true
})
vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
  said.err += text
  return true
})
beforeEach(() => {
  Object.assign(said, { out: '', err: '' })
})
afterAll(() => {
  vi.restoreAllMocks()
  rmSync(dataDir, { recursive: true, force: true })
})

async function token(...args: string[]) {
  Object.assign(said, { out: '', err: '' })
  const code = await run([...args, '--data', dataDir])
  return { code, ...said }
}
async function holder(secret: string) {
  const store = await openStore({ dataDir })
  const found = await verifyToken(store, secret)
  await closeStore(store)
  return found?.name ?? null
}

test('a token is printed once, listed without its secret, and void once it is revoked', async () => {
  expect((await token('list')).out).toBe('No token was made yet.\n')
  const { out } = await token('create', '--role', 'ingest', '--name', 'vector')
  const secret = out.trim()
  expect(await holder(secret)).toBe('vector')
  const listed = (await token('list')).out
  expect(listed).toMatch(/ingest .* valid {2}vector\n$/)
  expect(listed).not.toContain(secret)
  expect(await token('revoke', 'vector')).toMatchObject({
    code: 0,
    out: 'vector (ingest) is void from now on.\n',
  })
  expect(await holder(secret)).toBeNull()
  expect((await token('list')).out).toContain('revoked 20')
  expect(await token('revoke', 'vector')).toMatchObject({ code: 2, out: '' })
})

test('of two with one name the id says which is meant', async () => {
  const first = (await token('create', '--role', 'viewer', '--name', 'wall')).out.trim()
  const second = (await token('create', '--role', 'viewer', '--name', 'wall')).out.trim()
  expect((await token('revoke', 'wall')).err).toContain('2 valid tokens are named "wall"')
  const id = (await token('list')).out
    .split('\n')
    .find((line) => line.endsWith('valid  wall'))!
    .split(' ')[0]!
  expect((await token('revoke', id)).code).toBe(0)
  expect([await holder(first), await holder(second)].filter((one) => one === 'wall')).toHaveLength(1)
})

test('what is missing or unknown is said, and nothing is made', async () => {
  expect((await token('create', '--role', 'king', '--name', 'x')).err).toMatch(/^--role is one of ingest/)
  expect((await token('create', '--role', 'viewer')).err).toMatch(/^--name is needed/)
  expect((await token('revoke')).err).toMatch(/^Which token\?/)
  expect((await token('forge')).err).toMatch(/^polygraph token knows create, list and revoke/)
})
