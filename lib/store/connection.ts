/** One SQLite connection with its settings, kept for the store's whole life, under Prisma's adapter. */

import { pathToFileURL } from 'node:url'
import { PrismaLibSql } from '@prisma/adapter-libsql'

type Client = ReturnType<PrismaLibSql['createClient']>
type Config = Parameters<PrismaLibSql['createClient']>[0]

/** How long a statement waits for another process's lock. */
const BUSY_TIMEOUT_MS = 5_000
/** The -wal file is cut back to this after a checkpoint. */
const WAL_LIMIT_BYTES = 16 * 1024 * 1024
const CACHE_KIB = 16 * 1024
const VACUUM = /^PRAGMA incremental_vacuum/

/**
 * libSQL's client opens a new connection after each transaction, which loses the settings below and leaves the old
 * one to the garbage collector. This factory keeps one; the adapter's lock keeps others out of its transactions.
 */
export class KeptConnection extends PrismaLibSql {
  readonly client: Client

  constructor(file: string) {
    const config = { url: pathToFileURL(file).href }
    super(config)
    this.client = keepOne(super.createClient(config))
  }

  override createClient(_config: Config): Client {
    return this.client
  }
}

function keepOne(client: Client): Client {
  const begin: Client['transaction'] = async () => {
    await client.execute('BEGIN IMMEDIATE')
    let closed = false
    const end = async (verb: 'COMMIT' | 'ROLLBACK') => {
      closed = true
      try {
        await client.execute(verb)
      } catch (cause) {
        // A commit refused by a full disk leaves the transaction open, and the connection is kept.
        if (verb === 'COMMIT') await client.execute('ROLLBACK').catch(() => {})
        throw cause
      }
    }
    return {
      execute: (statement) => client.execute(statement as never),
      executeMultiple: (sql) => client.executeMultiple(sql),
      batch: async (statements) => {
        const results = []
        for (const statement of statements) results.push(await client.execute(statement as never))
        return results
      },
      commit: () => end('COMMIT'),
      rollback: () => end('ROLLBACK'),
      close: () => {},
      get closed() {
        return closed
      },
    }
  }
  const execute = (statement: string | { sql: string }) => {
    const sql = typeof statement === 'string' ? statement : statement.sql
    // Frees one page a step, and the client steps once where no rows come back.
    if (!VACUUM.test(sql)) return client.execute(statement as never)
    return client.executeMultiple(sql).then(() => client.execute('SELECT 1'))
  }
  return new Proxy(client, {
    get(target, name) {
      if (name === 'transaction') return begin
      if (name === 'execute') return execute
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** auto_vacuum only takes effect before the first table; WAL is kept in the file, the rest is for this connection. */
export async function prepareWriter(client: Client): Promise<void> {
  await client.execute(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`)
  await client.execute('PRAGMA auto_vacuum = INCREMENTAL')
  await client.execute('PRAGMA journal_mode = WAL')
  await client.execute('PRAGMA synchronous = NORMAL')
  await client.execute(`PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES}`)
  await client.execute(`PRAGMA cache_size = -${CACHE_KIB}`)
}

export async function prepareReader(client: Client): Promise<void> {
  await client.execute(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`)
  await client.execute('PRAGMA query_only = ON')
  await client.execute(`PRAGMA cache_size = -${CACHE_KIB}`)
}
