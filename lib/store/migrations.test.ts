/** The migrations make what schema.prisma says, by the word of Prisma's own engine; the client is made from it too. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { describe, expect, it } from 'vitest'
import { KeptConnection } from './connection.ts'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { migrate, readMigrations } from './migrate.ts'
import { openStore } from './open-store.ts'
import { closeStore, storeFile } from './store.ts'

const schema = readFileSync(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8')

/** Prisma's engine, loaded once: its glue serves one instance a process. */
const engineLoaded = (async () => {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm')
  const engine = await import(entry.replace(/schema_engine\.js$/, 'schema_engine_bg.js'))
  const wasm = readFileSync(entry.replace(/schema_engine\.js$/, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': engine })
  engine.__wbg_set_wasm(instance.exports)
  ;(instance.exports.__wbindgen_start as () => void)()
  return engine
})()

/** The engine's script that makes an empty database into what the schema says. */
async function scriptOfSchema(content: string): Promise<string> {
  const engine = await engineLoaded
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaLibSql({ url: ':memory:' }))
  const made = await engine.SchemaEngine.new({ datamodels: [['schema.prisma', content]] }, () => {}, adapter)
  const { stdout } = await made.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  return stdout
}

/** Every table and index of a database, as SQLite itself tells it. */
async function structure(client: KeptConnection['client']) {
  const { rows } = await client.execute(
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> '_prisma_migrations' ORDER BY name",
  )
  return rows.map((row) =>
    String(row.sql)
      .replace(/\s+/g, ' ')
      .replace(/ ([,)])/g, '$1'),
  )
}

async function applied(sql: string) {
  const connection = new KeptConnection(`${scratchFolder()}/by-schema.db`)
  await connection.client.executeMultiple(sql)
  return structure(connection.client)
}

async function migrated() {
  const connection = new KeptConnection(`${scratchFolder()}/by-migrations.db`)
  await migrate(connection.client, readMigrations(), 1_000)
  return structure(connection.client)
}

describe('the migrations', () => {
  it('make the tables and indexes that schema.prisma says', async () => {
    const fromSchema = await applied(await scriptOfSchema(schema))
    expect(fromSchema.length).toBeGreaterThan(10)
    expect(await migrated()).toEqual(fromSchema)
  })

  it('would be found wanting if the schema had one more column', async () => {
    const changed = schema.replace('model Meta {', 'model Meta {\n  extra String?')
    expect(await migrated()).not.toEqual(await applied(await scriptOfSchema(changed)))
  })

  it('are noted as Prisma notes them, and applied once', async () => {
    const connection = new KeptConnection(`${scratchFolder()}/twice.db`)
    const known = readMigrations()
    expect(await migrate(connection.client, known, 1_000)).toEqual(known.map(({ name }) => name))
    expect(await migrate(connection.client, known, 2_000)).toEqual([])
    const { rows } = await connection.client.execute('SELECT * FROM _prisma_migrations')
    expect(rows.map((row) => [row.migration_name, row.checksum, Number(row.applied_steps_count)])).toEqual(
      known.map(({ name, checksum }) => [name, checksum, 1]),
    )
  })

  it('that fail half-way leave nothing behind', async () => {
    const dataDir = scratchFolder()
    const broken = {
      name: '20991231000000_broken',
      sql: 'CREATE TABLE "Half" ("a" TEXT); NOT SQL',
      checksum: 'x',
    }
    await expect(openStore({ dataDir, migrations: [...readMigrations(), broken] })).rejects.toThrow(
      /NOT|syntax/,
    )
    await closeStore(await openStore({ dataDir }))
    const connection = new KeptConnection(storeFile(dataDir))
    expect(await structure(connection.client)).toEqual(await migrated())
  })
})

describe('the generated client', () => {
  it('was made from this schema; `npm run generate` makes it anew', () => {
    const made = readFileSync(new URL('./generated/internal/class.ts', import.meta.url), 'utf8')
    const inline = /"inlineSchema": ("(?:[^"\\]|\\.)*")/.exec(made)?.[1]
    expect(JSON.parse(inline ?? 'null')).toBe(schema)
  })
})
