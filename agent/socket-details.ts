/** Asks `ss` for details of as many sockets as the budget allows, a range of ports at a time. */

import { parseSs } from '../lib/sources/host/parse-ss.ts'
import { runProgram } from './run-program.ts'
import type { SocketTable } from './socket-table.ts'

/** A detail that tells nothing new is told again after this, where the table is small. */
const REFRESH_MS = 10_000
const SMALL = 1000
/** A last-received time that moved by less is the same one: kernel and look do not read one clock. */
const SAME_MS = 60
/** Suspicious sockets that are asked for one by one. */
const MAX_NAMED = 40

export type DetailSlice = { args: string[]; expected: number }
export type SocketDetails = {
  /** Null where nothing is to be asked. */
  ask: (table: SocketTable, budget: number) => Promise<{ text: string; asked: number } | null>
  apply: (table: SocketTable, text: string, atMs: number) => void
  lacking: () => string | null
  rejects: Record<string, number>
}

export function createSocketDetails(): SocketDetails {
  const rejects: Record<string, number> = {}
  let missing: string | null = null
  let cursor = 0

  function slice(table: SocketTable, budget: number): { filter: string[]; asked: number } | null {
    if (table.size === 0) return null
    if (budget >= table.size) return { filter: [], asked: table.size }
    const clauses: string[] = []
    for (let id = 0; id < table.end && clauses.length < MAX_NAMED; id++)
      if (table.seen[id] && table.tries[id]! > 0)
        clauses.push(`( sport = :${table.localPort(id)} and dport = :${table.remotePort(id)} )`)
    let asked = clauses.length
    if (budget > asked + 50) {
      const range = nextRange(table, budget - asked)
      asked += range.count
      clauses.push(`( ${range.side} >= :${range.from} and ${range.side} <= :${range.to} )`)
    }
    return clauses.length ? { filter: [clauses.join(' or ')], asked } : null
  }

  /** The side whose ports differ most is walked, from where the last look stopped. */
  function nextRange(table: SocketTable, budget: number) {
    const local = new Uint16Array(65536)
    const remote = new Uint16Array(65536)
    let [distinctLocal, distinctRemote] = [0, 0]
    for (let id = 0; id < table.end; id++) {
      if (!table.seen[id]) continue
      const [l, r] = [table.localPort(id), table.remotePort(id)]
      if (local[l] === 0) distinctLocal++
      if (remote[r] === 0) distinctRemote++
      if (local[l]! < 65535) local[l]!++
      if (remote[r]! < 65535) remote[r]!++
    }
    const side = distinctLocal >= distinctRemote ? 'sport' : 'dport'
    const counts = side === 'sport' ? local : remote
    let from = cursor
    let to = from
    let count = 0
    // Both ends on this host: the range is met from one side only, so it counts once.
    for (; to < 65536; to++) {
      if (count > 0 && count + counts[to]! > budget) break
      count += counts[to]!
    }
    if (count === 0 && from > 0) {
      cursor = 0
      from = 0
    }
    cursor = to >= 65536 ? 0 : to
    return { side, from, to: Math.max(from, to - 1), count }
  }

  return {
    rejects,
    lacking: () => missing,
    async ask(table, budget) {
      if (missing) return null
      const wanted = slice(table, budget)
      if (!wanted) return null
      const output = await runProgram('ss', ['-tinoH', ...wanted.filter])
      if (output.ok) return { text: output.text, asked: wanted.asked }
      if (output.missing) missing = 'ss is not installed'
      else rejects['ss-failed'] = (rejects['ss-failed'] ?? 0) + 1
      return null
    },
    apply(table, text, atMs) {
      const listing = parseSs(text)
      for (const [reason, times] of Object.entries(listing.rejects))
        rejects[reason] = (rejects[reason] ?? 0) + times
      const words = new Uint32Array(8)
      for (const { local, remote, detail, state } of listing.readings) {
        if (!detail) continue
        words.set(local.words)
        words.set(remote.words, 4)
        const id = table.find(words, local.port, remote.port)
        if (id < 0) continue
        const before = table.details[id]
        const receivedAt = (one: { lastReceivedMs: number | null }, at: number) =>
          at - (one.lastReceivedMs ?? 0)
        const same =
          before &&
          before.detail.retransmits === detail.retransmits &&
          before.detail.backoff === detail.backoff &&
          before.detail.unacked === detail.unacked &&
          before.detail.bytesSent === detail.bytesSent &&
          before.detail.bytesReceived === detail.bytesReceived &&
          Math.abs(receivedAt(before.detail, before.atMs) - receivedAt(detail, atMs)) <= SAME_MS
        const toldAtMs = before?.toldAtMs ?? 0
        table.details[id] = { detail, atMs, toldAtMs }
        if (!same || (table.size <= SMALL && atMs - toldAtMs >= REFRESH_MS)) table.dirty[id] = 1
        void state
      }
    },
  }
}
