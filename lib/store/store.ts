/** An open store: the handle that every function of this room takes first. */

import { join } from 'node:path'
import type { KeptConnection } from './connection.ts'
import { PrismaClient } from './generated/client.ts'

/** Only this room looks inside. */
export type Store = {
  readonly file: string
  readonly prisma: PrismaClient
  /** Stored rows that could not be read, by reason. */
  readonly unreadable: Map<string, number>
}

const FILE_NAME = 'polygraph.db'
/** A transaction may wait for another process's lock, and for its turn. */
const TRANSACTION_LIMIT_MS = 15_000

export function storeFile(dataDir: string): string {
  return join(dataDir, FILE_NAME)
}

export function storeOver(file: string, connection: KeptConnection): Store {
  const transactionOptions = { maxWait: TRANSACTION_LIMIT_MS, timeout: TRANSACTION_LIMIT_MS }
  const prisma = new PrismaClient({ adapter: connection, transactionOptions, log: [] })
  return { file, prisma, unreadable: new Map() }
}

export async function closeStore(store: Store): Promise<void> {
  // Not TRUNCATE, which would wait for readers; what is left in the -wal file is read at the next start.
  await store.prisma.$queryRawUnsafe('PRAGMA wal_checkpoint(PASSIVE)').catch(() => {})
  await store.prisma.$disconnect()
}
