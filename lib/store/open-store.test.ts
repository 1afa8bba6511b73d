/** A store that cannot be opened or written says why and what is safe, and leaves the file as it was. */

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KeptConnection } from './connection.ts'
import { batchOf, eventOf, sampleOf } from './fixtures/sample-batch.ts'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { loadEvents } from './load-events.ts'
import { readMigrations } from './migrate.ts'
import { openReader } from './open-reader.ts'
import { openStore } from './open-store.ts'
import { saveBatch } from './save-batch.ts'
import { closeStore, storeFile } from './store.ts'
import { StoreError, toStoreError } from './store-error.ts'

async function refusal(open: Promise<unknown>): Promise<StoreError> {
  const error = await open.then(
    () => null,
    (cause) => cause,
  )
  expect(error).toBeInstanceOf(StoreError)
  return error
}

describe('opening', () => {
  it('creates folders and file, with the settings that keep it safe and small', async () => {
    const dataDir = join(scratchFolder(), 'a #1', 'b%20?c')
    const store = await openStore({ dataDir })
    const setting = async (name: string) =>
      Object.values((await store.prisma.$queryRawUnsafe<object[]>(`PRAGMA ${name}`))[0] ?? {})[0]
    expect(await setting('journal_mode')).toBe('wal')
    expect(Number(await setting('synchronous'))).toBe(1)
    expect(Number(await setting('auto_vacuum'))).toBe(2)
    await saveBatch(store, batchOf({ events: [eventOf({})] }))
    // The library's own client would have forgotten it after the first transaction.
    expect(Number(await setting('synchronous'))).toBe(1)
    await closeStore(store)
    expect(readFileSync(storeFile(dataDir)).subarray(0, 15).toString()).toBe('SQLite format 3')
  })

  it('refuses what is not a database, and leaves it alone', async () => {
    const dataDir = scratchFolder()
    writeFileSync(storeFile(dataDir), 'my diary, not a database '.repeat(200))
    const error = await refusal(openStore({ dataDir }))
    expect(error.reason).toBe('not-a-database')
    expect(error.message).toMatch(/left untouched/)
    expect(readFileSync(storeFile(dataDir), 'utf8')).toMatch(/^my diary/)
  })

  it("refuses another program's database", async () => {
    const dataDir = scratchFolder()
    const other = new KeptConnection(storeFile(dataDir))
    await other.client.execute('CREATE TABLE "Recipes" ("name" TEXT)')
    other.client.close()
    expect((await refusal(openStore({ dataDir }))).message).toMatch(/some other program/)
  })

  it('refuses a damaged file', async () => {
    const dataDir = scratchFolder()
    const store = await openStore({ dataDir })
    await store.prisma.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
    await closeStore(store)
    const bytes = readFileSync(storeFile(dataDir))
    bytes.fill(0xa5, 100, 4_096)
    writeFileSync(storeFile(dataDir), bytes)
    expect((await refusal(openStore({ dataDir }))).reason).toBe('corrupt')
  })

  it('refuses the schema of a newer version and that of another build', async () => {
    const dataDir = scratchFolder()
    const known = readMigrations()
    const newer = { name: '20991231000000_newer', sql: 'CREATE TABLE "Newer" ("a" TEXT)', checksum: 'x' }
    await closeStore(await openStore({ dataDir, migrations: [...known, newer] }))
    const error = await refusal(openStore({ dataDir }))
    expect(error.reason).toBe('newer-schema')
    expect(error.message).toMatch(/20991231000000_newer/)
    const changed = known.map((migration) => ({ ...migration, checksum: 'other' }))
    expect((await refusal(openStore({ dataDir, migrations: [...changed, newer] }))).reason).toBe(
      'changed-migration',
    )
  })

  it('refuses a folder that is a file, and a reader before there is anything', async () => {
    const folder = scratchFolder()
    writeFileSync(join(folder, 'data'), '')
    expect((await refusal(openStore({ dataDir: join(folder, 'data') }))).reason).toBe('not-writable')
    expect((await refusal(openReader(folder))).reason).toBe('absent')
  })

  it.skipIf(process.getuid?.() === 0)('refuses a folder that may only be read', async () => {
    const dataDir = join(scratchFolder(), 'data')
    mkdirSync(dataDir)
    chmodSync(dataDir, 0o500)
    expect((await refusal(openStore({ dataDir }))).reason).toBe('not-writable')
  })

  it('tells a lost right to write, however deep it lies', () => {
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
    expect(toStoreError(new Error('outer', { cause: denied }), 'No').reason).toBe('not-writable')
    const driver = new Error(
      'ConnectionFailed("Unable to open connection to local database /d/polygraph.db: 14")',
    )
    expect(toStoreError(driver, 'No').reason).toBe('not-writable')
    expect(toStoreError(new Error('anything'), 'No').reason).toBe('unexpected')
  })
})

describe('a disk that is full', () => {
  it('refuses the batch with a clear error, keeps what was saved, and goes on when there is room', async () => {
    const store = await openStore({ dataDir: scratchFolder() })
    await saveBatch(store, batchOf({ events: [eventOf({})] }))
    const pages = async (limit: number) => store.prisma.$queryRawUnsafe(`PRAGMA max_page_count = ${limit}`)
    // SQLite's own ceiling gives the very code of a full disk.
    await pages(1)
    const samples = Array.from({ length: 2_000 }, (_, i) => sampleOf(i * 1_000))
    const saved = await saveBatch(store, batchOf({ events: [eventOf({ id: 'e2' })], samples }))
    expect(saved.ok ? null : saved.error.reason).toBe('disk-full')
    expect(saved.ok ? '' : saved.error.message).toMatch(/Free some space/)
    const all = { fromMs: 0, toMs: 1e9, limit: 9 }
    expect((await loadEvents(store, all)).events.map(({ id }) => id)).toEqual(['e1'])
    await pages(1_000_000)
    expect((await saveBatch(store, batchOf({ events: [eventOf({ id: 'e2' })], samples }))).ok).toBe(true)
    expect((await loadEvents(store, all)).events.length).toBe(2)
    await closeStore(store)
  })
})

it('refuses a folder that no file system will make, instead of trying for ever', async () => {
  await expect(openStore({ dataDir: '/proc/polygraph/data' })).rejects.toThrow(StoreError)
})
