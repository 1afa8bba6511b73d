/** Opens the database for writing: creates its folder, checks it, brings it to this version's schema. */

import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { KeptConnection, prepareWriter } from './connection.ts'
import { type Migration, migrate, readMigrations } from './migrate.ts'
import { type Store, storeFile, storeOver } from './store.ts'
import { toStoreError } from './store-error.ts'

/** Step by step: Node's own recursion never ends where a file system answers that the parent is missing. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

/** Throws StoreError, whose message is fit for the person at the terminal. */
export async function openStore(options: { dataDir: string; migrations?: Migration[] }): Promise<Store> {
  const file = storeFile(options.dataDir)
  let connection: KeptConnection | null = null
  try {
    makeFolder(options.dataDir)
    accessSync(options.dataDir, constants.W_OK)
    connection = new KeptConnection(file)
    await prepareWriter(connection.client)
    await migrate(connection.client, options.migrations ?? readMigrations(), Date.now())
    // A folder or a file that can only be read is found out now, not at the first save.
    await connection.client.executeMultiple('BEGIN IMMEDIATE; PRAGMA user_version = 1; COMMIT')
    return storeOver(file, connection)
  } catch (cause) {
    connection?.client.close()
    throw toStoreError(cause, `The database ${file} cannot be opened`)
  }
}
