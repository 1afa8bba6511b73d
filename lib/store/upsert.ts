/** Many rows of one table in few statements: each is inserted, or takes the place of the one with its key. */

import type { Store } from './store.ts'

type Value = string | number | boolean | Uint8Array | null
type Statement = ReturnType<Store['prisma']['$executeRawUnsafe']>
type Runner = Pick<Store['prisma'], '$executeRawUnsafe'>

/** SQLite takes at most 32,766 values a statement; fewer rows at once keep each statement short. */
const VALUES_LIMIT = 8_000

/** Table and column names come from this room's code alone, never from input. */
export function upsert(runner: Runner, table: string, rows: Record<string, Value>[]): Statement[] {
  const columns = Object.keys(rows[0] ?? {})
  const atOnce = Math.max(1, Math.floor(VALUES_LIMIT / Math.max(1, columns.length)))
  const statements: Statement[] = []
  const names = columns.map((column) => `"${column}"`).join(',')
  const marks = `(${columns.map(() => '?').join(',')})`
  for (let from = 0; from < rows.length; from += atOnce) {
    const part = rows.slice(from, from + atOnce)
    const sql = `INSERT OR REPLACE INTO "${table}" (${names}) VALUES ${part.map(() => marks).join(',')}`
    const values = part.flatMap((row) => columns.map((column) => row[column] ?? null))
    statements.push(runner.$executeRawUnsafe(sql, ...values))
  }
  return statements
}
