/** Opens the same database for reading only, beside the writer; pages keep one for the life of the process. */

import { existsSync } from 'node:fs'
import { KeptConnection, prepareReader } from './connection.ts'
import { type Store, storeFile, storeOver } from './store.ts'
import { StoreError, toStoreError } from './store-error.ts'

/** Throws StoreError; `absent` where no server has created the file yet. */
export async function openReader(dataDir: string): Promise<Store> {
  const file = storeFile(dataDir)
  if (!existsSync(file)) throw new StoreError('absent', `There is no database at ${file} yet.`)
  let connection: KeptConnection | null = null
  try {
    connection = new KeptConnection(file)
    await prepareReader(connection.client)
    return storeOver(file, connection)
  } catch (cause) {
    connection?.client.close()
    throw toStoreError(cause, `The database ${file} cannot be read`)
  }
}
