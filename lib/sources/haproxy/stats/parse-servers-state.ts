/** `show servers state`: addresses and administrative states of every server, 17 to 25 fields by their names. */

import type { Reject, ServersStateReading } from '../../../model/stats-reading.ts'
import { answerLines } from './answer-lines.ts'
import type { AskedFor } from './parse-stats.ts'
import { refusedAnswer } from './refused-answer.ts'
import { rejectTally } from './reject-tally.ts'

type StateRow = ServersStateReading['servers'][number]

const OPERATIONAL = ['stopped', 'starting', 'running', 'stopping'] as const

/** Bits of the mask, which HAProxy prints in decimal. */
const ADMIN_BITS: readonly [bit: number, name: StateRow['admin'][number]][] = [
  [1, 'forced-maint'],
  [2, 'inherited-maint'],
  [4, 'config-maint'],
  [8, 'forced-drain'],
  [16, 'inherited-drain'],
  [32, 'resolution-maint'],
  [64, 'fqdn-changed'],
]

function whole(text: string | undefined): number | null {
  return text !== undefined && /^-?\d{1,10}$/.test(text) ? Number(text) : null
}

function named(text: string | undefined): string | null {
  return text === undefined || text === '' || text === '-' ? null : text
}

function readRow(cells: string[], header: Map<string, number>): StateRow | null {
  const cell = (name: string) => cells[header.get(name) ?? -1]
  const operational = whole(cell('srv_op_state'))
  const admin = whole(cell('srv_admin_state'))
  const pool = named(cell('be_name'))
  const server = named(cell('srv_name'))
  if (pool === null || server === null || operational === null || admin === null) return null
  return {
    pool,
    server,
    address: named(cell('srv_addr')),
    port: whole(cell('srv_port')),
    operational: OPERATIONAL[operational] ?? 'unknown',
    admin: ADMIN_BITS.filter(([bit]) => (admin & bit) !== 0).map(([, name]) => name),
    userWeight: whole(cell('srv_uweight')),
    initialWeight: whole(cell('srv_iweight')),
    sinceChangeS: whole(cell('srv_time_since_last_change')),
    fqdn: named(cell('srv_fqdn')),
  }
}

/** `atMs` is when it was asked for; the reading is null where there is no header line. */
export function parseServersState(
  text: string,
  asked: AskedFor,
): { reading: ServersStateReading | null; rejects: Reject[] } {
  const rejects = rejectTally()
  const refused = refusedAnswer(text)
  if (refused !== null) rejects.add(refused, text.slice(0, 200))
  if (refused !== null) return { reading: null, rejects: rejects.list() }

  let header: Map<string, number> | null = null
  const servers: StateRow[] = []
  for (const line of answerLines(text, (over) => rejects.add('too-many-lines', over))) {
    if (line.startsWith('#')) {
      if (header === null)
        header = new Map(
          line
            .slice(1)
            .trim()
            .split(/\s+/)
            .map((name, at) => [name, at]),
        )
      continue
    }
    // The first line is the format's version, alone.
    if (line.trim() === '' || (header === null && /^\d+$/.test(line))) continue
    if (header === null) break
    const cells = line.split(' ')
    const row = cells.length === header.size ? readRow(cells, header) : null
    if (row !== null) servers.push(row)
    else rejects.add(cells.length === header.size ? 'unreadable-row' : 'wrong-column-count', line)
  }
  if (header === null || !header.has('srv_admin_state')) {
    rejects.add('no-header', text.slice(0, 200))
    return { reading: null, rejects: rejects.list() }
  }
  const { source, loadBalancer, atMs } = asked
  return { reading: { kind: 'servers-state', source, loadBalancer, atMs, servers }, rejects: rejects.list() }
}
