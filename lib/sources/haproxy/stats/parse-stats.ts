/** `show stat` (or the stats page's CSV) as a reading; damaged rows are named and left out, the rest is kept. */

import type { Reject, StatsReading } from '../../../model/stats-reading.ts'
import { type CsvRows, csvRows } from './csv-rows.ts'
import { readFrontend, readPool, readServer } from './read-row.ts'
import { refusedAnswer } from './refused-answer.ts'
import { MAX_REJECT_SAMPLE, rejectTally } from './reject-tally.ts'
import { findColumns, type StatsColumns } from './stats-columns.ts'

/** Most rows of one answer: what can be drawn and saved every second beside other sources. */
export const MAX_STATS_ROWS = 10_000

export type AskedFor = { source: string; loadBalancer: string; atMs: number; worker?: string | null }

/** 0 frontend, 1 backend, 2 server, 3 listener; by name where the version prints no type. */
function rowType(row: CsvRows, c: StatsColumns): number | null {
  const type = row.number(c.type)
  if (type !== null || row.notANumber()) return type
  const name = row.text(c.server)
  return name === 'FRONTEND' ? 0 : name === 'BACKEND' ? 1 : 2
}

/** Why this row cannot be used, or null. */
function damageOf(row: CsvRows, c: StatsColumns, width: number): string | null {
  const damage = row.damage()
  if (damage !== null) return row.ended() ? damage : 'truncated-row'
  if (row.cells() !== width)
    return row.ended() || row.cells() > width ? 'wrong-column-count' : 'truncated-row'
  if (row.text(c.pool) === '' || row.text(c.server) === '') return 'empty-name'
  if (row.text(c.status) === '' && row.number(c.type) !== 3) return 'empty-status'
  return null
}

/** Adds the row to the reading, or says why not. */
function addRow(reading: StatsReading, row: CsvRows, columns: StatsColumns): string | null {
  const type = rowType(row, columns)
  if (type === 3) return null
  if (type !== 0 && type !== 1 && type !== 2) return row.notANumber() ? 'not-a-number' : 'unknown-row-type'
  const read =
    type === 2 ? readServer(row, columns) : type === 1 ? readPool(row, columns) : readFrontend(row, columns)
  if (row.notANumber()) return 'not-a-number'
  if ('server' in read) reading.servers.push(read)
  else if ('pool' in read) reading.pools.push(read)
  else reading.frontends.push(read)
  return null
}

/** Text of any version from 1.4 on; `atMs` is when it was asked for. The reading is null where there is no header. */
export function parseStats(
  text: string,
  asked: AskedFor,
): { reading: StatsReading | null; rejects: Reject[] } {
  const rejects = rejectTally()
  const refused = refusedAnswer(text)
  if (refused !== null)
    return { reading: null, rejects: [{ reason: refused, raw: text.slice(0, MAX_REJECT_SAMPLE) }] }

  const row = csvRows(text.startsWith('\uFEFF') ? text.slice(1) : text)
  const blank = () => row.cells() === 1 && row.text(0).trim() === '' && row.damage() === null
  let more = row.next()
  while (more && blank()) more = row.next()
  const columns = more ? findColumns(row) : null
  if (columns === null) {
    return { reading: null, rejects: [{ reason: 'no-header', raw: row.raw(MAX_REJECT_SAMPLE) }] }
  }

  const reading: StatsReading = {
    kind: 'stats',
    source: asked.source,
    loadBalancer: asked.loadBalancer,
    worker: asked.worker ?? null,
    atMs: asked.atMs,
    frontends: [],
    pools: [],
    servers: [],
  }
  const width = row.cells()
  let rows = 0
  let over = false
  while (row.next()) {
    if (blank()) {
      over = true
      continue
    }
    if (over) {
      rejects.add('text-after-end', row.raw(MAX_REJECT_SAMPLE))
      continue
    }
    if (++rows > MAX_STATS_ROWS) {
      // Reading on only to count what is not kept would cost other sources their turn.
      rejects.add('too-many-rows', row.raw(MAX_REJECT_SAMPLE))
      break
    }
    const reason = damageOf(row, columns, width)
    if (reason !== null) {
      rejects.add(reason, row.raw(MAX_REJECT_SAMPLE))
      continue
    }
    const misread = addRow(reading, row, columns)
    if (misread !== null) rejects.add(misread, row.raw(MAX_REJECT_SAMPLE))
  }
  const rejected = rejects.list()
  if (rejected.length > 0) reading.partial = true
  return { reading, rejects: rejected }
}
