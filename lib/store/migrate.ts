/** Brings a database file to this version's schema and notes it the way Prisma's own migrate does. */

import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { KeptConnection } from './connection.ts'
import { StoreError } from './store-error.ts'

export type Migration = { name: string; sql: string; checksum: string }

/** The form of Prisma's migration folders; nothing else may reach the SQL below. */
const NAME = /^\d{14}_[a-z0-9_]+$/

/** Prisma's table, as its engine creates it on SQLite. */
const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

export function readMigrations(folder = new URL('../../prisma/migrations/', import.meta.url)): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && NAME.test(entry.name))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(`${name}/migration.sql`, folder), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/** Applies what is missing, each in one transaction with its history row; gives the names applied. */
export async function migrate(
  client: KeptConnection['client'],
  known: Migration[],
  nowMs: number,
): Promise<string[]> {
  const tables = await client.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
  const names = tables.rows.map((row) => String(row.name))
  if (!names.includes('_prisma_migrations')) {
    if (names.some((name) => !name.startsWith('sqlite_')))
      throw new StoreError('not-a-database', 'The file is a database of some other program.')
    await client.execute(HISTORY)
  }
  const history = await client.execute('SELECT migration_name, checksum, finished_at FROM _prisma_migrations')
  const done = new Map(history.rows.map((row) => [String(row.migration_name), String(row.checksum)]))
  const byName = new Map(known.map((migration) => [migration.name, migration]))
  for (const [name, checksum] of done) {
    const migration = byName.get(name)
    if (!migration)
      throw new StoreError('newer-schema', `The database has the change ${name}, unknown to this version.`)
    if (migration.checksum !== checksum)
      throw new StoreError('changed-migration', `The change ${name} differs from this version's.`)
  }
  const missing = known.filter((migration) => !done.has(migration.name))
  for (const { name, sql, checksum } of missing) {
    await client.executeMultiple(`BEGIN IMMEDIATE;
${sql};
INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
VALUES ('${randomUUID()}', '${checksum}', ${nowMs}, '${name}', ${nowMs}, 1);
COMMIT;`)
  }
  return missing.map((migration) => migration.name)
}
