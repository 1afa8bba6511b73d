/** `show table NAME`: how many entries of a stick table bind their user to which server. */

import type { Reject, StickTableReading } from '../../../model/stats-reading.ts'
import { answerLines } from './answer-lines.ts'
import type { AskedFor } from './parse-stats.ts'
import { refusedAnswer } from './refused-answer.ts'
import { rejectTally } from './reject-tally.ts'

const HEADER = /^# table: (\S+), type: [^,]+, size:\d+, used:(\d+)/
/** Spaces and `=` within a key are escaped: what follows a bare space is a field. */
const BOUND = /(?<!\\) server_id=(\d{1,10})(?: server_key=(\S+))?/

export type ListedTable = { name: string; used: number }

/** `show table`: every table, with its number of entries. */
export function readTableList(text: string): ListedTable[] {
  const tables: ListedTable[] = []
  for (const line of answerLines(text, () => undefined)) {
    const found = HEADER.exec(line)
    if (found) tables.push({ name: found[1]!, used: Number(found[2]) })
  }
  return tables
}

/** Keys are addresses, cookies and names of people: they are needed nowhere. */
export const withoutKeys = (text: string): string => text.replace(/ key=(?:\\.|[^\\\s])*(?= )/g, '')

/** The reading is null where there is no header line. Entries bound to nobody are passed over. */
export function parseStickTable(
  text: string,
  asked: AskedFor,
): { reading: StickTableReading | null; rejects: Reject[] } {
  const rejects = rejectTally()
  const refused = refusedAnswer(text)
  if (refused !== null) rejects.add(refused, '')
  if (refused !== null) return { reading: null, rejects: rejects.list() }
  let table: ListedTable | null = null
  const users = new Map<string, number>()
  for (const line of answerLines(text, () => rejects.add('too-many-lines', ''))) {
    if (line.trim() === '') continue
    const header = HEADER.exec(line)
    if (header && table === null) table = { name: header[1]!, used: Number(header[2]) }
    else if (header) break
    else if (line.startsWith('0x')) {
      const found = BOUND.exec(line)
      if (!found || found[1] === '0') continue
      // Old versions tell only a number, newer ones `-` where nobody was sent there yet.
      if (found[2] === undefined || found[2] === '-') rejects.add('server-not-named', '')
      else users.set(found[2], (users.get(found[2]) ?? 0) + 1)
    } else rejects.add('unreadable-row', '')
  }
  if (table === null) rejects.add('no-header', text.slice(0, 200))
  if (table === null) return { reading: null, rejects: rejects.list() }
  const { source, loadBalancer, atMs } = asked
  const reading = { kind: 'stick-table' as const, source, loadBalancer, worker: asked.worker ?? null, atMs }
  return { reading: { ...reading, table: table.name, used: table.used, users }, rejects: rejects.list() }
}
