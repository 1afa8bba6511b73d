/** Asks `ss` for details of all sockets or of a range of ports, and keeps what they tell with the table. */

import type { SocketDetail } from '../lib/model/host-report.ts'
import { parseSs } from '../lib/sources/host/parse-ss.ts'
import type { Programs } from './run-program.ts'
import type { SocketTable } from './socket-table.ts'

/** Up to here every look asks for the details of all. */
export const ALL_AT_MOST = 1000
/** A slice is worth a run of `ss` from here on. */
const SLICE_AT_LEAST = 500
/** A detail that tells nothing new is told again after this, where the table is small. */
const REFRESH_MS = 10_000
/** A last-received time that moved by less is the same one: kernel and look do not read one clock. */
const SAME_MS = 60
/** Suspicious sockets that are asked for by name. */
const MAX_NAMED = 40
const PORTS = 65_536

export type SocketDetails = {
  /** How many were asked for: 0 where it was not worth it, or where `ss` is missing. */
  ask: (table: SocketTable, room: number, wallMs: () => number) => Promise<number>
  lacking: () => string | null
  rejects: Record<string, number>
}

export function createSocketDetails(programs: Programs): SocketDetails {
  const rejects: Record<string, number> = {}
  let missing: string | null = null
  let cursor = 0
  const words = new Uint32Array(8)

  function choose(table: SocketTable, room: number): { filter: string[]; asked: number } | null {
    if (table.size === 0) return null
    if (table.size <= ALL_AT_MOST || room >= table.size) return { filter: [], asked: table.size }
    const clauses: string[] = []
    for (let id = 0; id < table.end && clauses.length < MAX_NAMED; id++)
      if (table.seen[id] && table.tries[id]! > 0)
        clauses.push(`( sport = :${table.localPort(id)} and dport = :${table.remotePort(id)} )`)
    let asked = clauses.length
    if (room - asked >= SLICE_AT_LEAST) {
      const range = nextRange(table, room - asked)
      asked += range.count
      clauses.push(`( ${range.side} >= :${range.from} and ${range.side} <= :${range.to} )`)
    }
    return clauses.length ? { filter: [clauses.join(' or ')], asked } : null
  }

  /** The side whose ports differ most is walked, from where the last slice stopped. */
  function nextRange(table: SocketTable, room: number) {
    const local = new Uint32Array(PORTS)
    const remote = new Uint32Array(PORTS)
    for (let id = 0; id < table.end; id++) {
      if (!table.seen[id]) continue
      local[table.localPort(id)]!++
      remote[table.remotePort(id)]!++
    }
    const distinct = (counts: Uint32Array) => counts.reduce((sum, one) => sum + (one ? 1 : 0), 0)
    const side = distinct(local) >= distinct(remote) ? 'sport' : 'dport'
    const counts = side === 'sport' ? local : remote
    while (cursor < PORTS && counts[cursor] === 0) cursor++
    const from = cursor < PORTS ? cursor : 0
    let to = from
    let count = counts[from]!
    while (to + 1 < PORTS && count + counts[to + 1]! <= room) count += counts[++to]!
    cursor = to + 1 < PORTS ? to + 1 : 0
    return { side, from, to, count }
  }

  function apply(table: SocketTable, text: string, atMs: number): void {
    const listing = parseSs(text)
    for (const [reason, times] of Object.entries(listing.rejects))
      rejects[reason] = (rejects[reason] ?? 0) + times
    for (const { local, remote, detail } of listing.readings) {
      if (!detail) continue
      words.set(local.words)
      words.set(remote.words, 4)
      const id = table.find(words, local.port, remote.port)
      if (id < 0) continue
      const before = table.details[id]
      const toldAtMs = before?.toldAtMs ?? 0
      const stale = toldAtMs === 0 || (table.size <= ALL_AT_MOST && atMs - toldAtMs >= REFRESH_MS)
      if (stale || !before || !same(before.detail, before.atMs, detail, atMs)) table.dirty[id] = 1
      table.details[id] = { detail, atMs, toldAtMs }
    }
  }

  return {
    rejects,
    lacking: () => missing,
    async ask(table, room, wallMs) {
      const wanted = missing ? null : choose(table, room)
      if (!wanted) return 0
      let text = ''
      const output = await programs.stream('ss', ['-tinoH', ...wanted.filter], (part) => {
        text += part
        // A socket takes two lines: the last one may be waiting for its second.
        const cut = text.lastIndexOf('\n', text.lastIndexOf('\n\t') - 1) + 1
        if (cut <= 0) return
        apply(table, text.slice(0, cut), wallMs())
        text = text.slice(cut)
      })
      apply(table, text, wallMs())
      if (output.ok) return wanted.asked
      if (output.missing) missing = 'ss is not installed'
      else rejects['ss-failed'] = (rejects['ss-failed'] ?? 0) + 1
      return 0
    },
  }
}

function same(before: SocketDetail, beforeMs: number, now: SocketDetail, nowMs: number): boolean {
  const moved = nowMs - (now.lastReceivedMs ?? 0) - (beforeMs - (before.lastReceivedMs ?? 0))
  return (
    before.retransmits === now.retransmits &&
    before.backoff === now.backoff &&
    before.unacked === now.unacked &&
    before.bytesSent === now.bytesSent &&
    before.bytesReceived === now.bytesReceived &&
    Math.abs(moved) <= SAME_MS
  )
}
