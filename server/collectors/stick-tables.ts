/** Asks HAProxy seldom for its stick tables that bind users to servers, at a bounded cost. */

import { readTableList, withoutKeys } from '#lib/sources/haproxy/stats/parse-stick-table'
import type { Answer } from './ask-socket.ts'

/** Tables are asked for this often at most. */
export const TABLES_EVERY_MS = 10_000
/** HAProxy may spend this share of its time on the answers at most. */
export const TABLES_SHARE = 0.02
/** Larger tables are not asked for: each entry is a line of the answer. */
export const ENTRIES_ASKED_MOST = 20_000
/** Tables of one round. */
export const MAX_TABLES = 16

export type StickTablesPort = {
  ask: (command: string) => Promise<Answer>
  /** One table's answer, without its keys. */
  offer: (text: string, atMs: number) => void
  lose: (reason: 'stick-table-not-asked' | 'stick-tables-not-allowed') => void
  now: () => number
}

/** Entries take a socket of level operator: one of level user lists the tables only. */
const isRefused = (text: string) => /permission denied|insufficient privileges/i.test(text.slice(0, 400))

/** Of one process; call it as often as you like. */
export function createStickTables(port: StickTablesPort): () => Promise<void> {
  /** They hold rates and the like, and bind nobody. */
  const binding = new Map<string, boolean>()
  let last = { atMs: Number.NEGATIVE_INFINITY, tookMs: 0 }
  function giveUp() {
    port.lose('stick-tables-not-allowed')
    last = { atMs: Number.POSITIVE_INFINITY, tookMs: 0 }
  }
  return async () => {
    const atMs = port.now()
    if (atMs - last.atMs < Math.max(TABLES_EVERY_MS, last.tookMs / TABLES_SHARE)) return
    last = { atMs, tookMs: last.tookMs }
    const listed = await port.ask('show table')
    if (!listed.ok) return
    if (isRefused(listed.text)) return giveUp()
    const tables = readTableList(listed.text).filter(({ name }) => binding.get(name) !== false)
    for (const { name, used } of tables.slice(0, MAX_TABLES)) {
      // An empty one that bound somebody before says that nobody is bound now.
      if (used === 0 && !binding.has(name)) continue
      if (used > ENTRIES_ASKED_MOST) {
        port.lose('stick-table-not-asked')
        continue
      }
      const askedAtMs = port.now()
      const answer = await port.ask(`show table ${name} data.server_id gt 0`)
      if (!answer.ok) continue
      if (isRefused(answer.text)) return giveUp()
      const binds = answer.text.trimStart().startsWith('# table:')
      binding.set(name, binds)
      if (binds) port.offer(withoutKeys(answer.text), askedAtMs)
    }
    if (tables.length > MAX_TABLES) port.lose('stick-table-not-asked')
    last = { atMs, tookMs: port.now() - atMs }
  }
}
