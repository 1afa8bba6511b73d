/** One look at the TCP table: a quick pass over all sockets, details of some, and what that changes. */

import type { SocketDetail, SocketReading, SocketsReading } from '../lib/model/host-report.ts'
import { formatEndpoint } from '../lib/sources/host/format-endpoint.ts'
import { createTcpScan, type TcpRow } from '../lib/sources/host/scan-tcp-rows.ts'
import {
  CLOSED,
  ESTABLISHED,
  LISTENING,
  TIME_WAIT,
  tcpStateOf,
  timerKindOf,
} from '../lib/sources/host/tcp-state-names.ts'
import { createTcpTableReader } from './read-tcp-table.ts'
import { type KnownDetail, SocketTable } from './socket-table.ts'

/** Above this many sockets only a share of them is followed. */
export const FOLLOW_AT_MOST = 20_000
/** Above this many a queue or a timer that flickers is no change. */
const FINE_AT_MOST = 1000
/** Sockets told in one report; the rest waits for the next. */
export const PUT_AT_MOST = 4000
const RETRANSMITTING = 1
/** What is older than this is no detail of now. */
const DETAIL_MAX_AGE_MS = 3000

export type Owner = { pid: number; command: string }
/** When it began and ended, and `local remote` of the told ones that are gone. */
export type Passed = { atMs: number; endedAtMs: number; gone: string[] }
export type SocketLook = {
  table: SocketTable
  /** Listening sockets by inode. */
  listening: Map<number, { text: string; port: number }>
  /** Established sockets' owners by inode, as far as known. */
  owners: Map<number, Owner>
  /** Looks at all sockets; null where the table can't be read. */
  pass: (wallMs: () => number) => Promise<Passed | null>
  /** What the look changed. Each pass must be told. */
  tell: (passed: Passed, full: boolean) => SocketsReading
  /** What is to be told where the kernel's counters prove that no connection came or went. */
  unchanged: (atMs: number) => SocketsReading
  /** Share of the sockets that is followed. */
  share: () => number
  rejects: () => number
}

export function createSocketLook(): SocketLook {
  const table = new SocketTable()
  const scan = createTcpScan()
  const reader = createTcpTableReader(scan)
  const owners = new Map<number, Owner>()
  const listening = new Map<number, { text: string; port: number }>()
  let number = 1
  let shareBits = 0
  let fine = true

  function onRow(row: TcpRow): void {
    const { state } = row
    if (state === TIME_WAIT || state === CLOSED) return
    if (state === LISTENING) {
      listening.set(row.inode, { text: listenText(row), port: row.localPort })
      return
    }
    let id = table.find(row.words, row.localPort, row.remotePort)
    if (id < 0) id = table.add(row)
    else if (table.state[id] !== state || table.inode[id] !== row.inode) table.dirty[id] = 1
    const queued = row.sendQueue > 0 || row.receiveQueue > 0
    const looks = queued ? Math.min(2, table.queuedLooks[id]! + 1) : 0
    if (row.tries > 0 || row.tries !== table.tries[id]) table.dirty[id] = 1
    else if (fine) {
      if (row.sendQueue !== table.sendQueue[id] || row.receiveQueue !== table.receiveQueue[id])
        table.dirty[id] = 1
      if (row.timer !== table.timer[id]) table.dirty[id] = 1
    } else if (looks !== table.queuedLooks[id] && looks !== 1 && table.queuedLooks[id] !== 1)
      table.dirty[id] = 1
    table.seen[id] = number
    table.state[id] = state
    table.timer[id] = row.timer
    table.tries[id] = Math.min(255, row.tries)
    table.queuedLooks[id] = looks
    table.sendQueue[id] = row.sendQueue
    table.receiveQueue[id] = row.receiveQueue
    table.expiresInMs[id] = row.expiresInMs
    table.inode[id] = row.inode
  }

  /** Whoever is suspicious is always told, in the share or not. */
  const followed = (id: number) =>
    shareBits === 0 ||
    (table.share(id) & ((1 << shareBits) - 1)) === 0 ||
    table.state[id] !== ESTABLISHED ||
    (table.timer[id] === RETRANSMITTING && table.tries[id]! > 0)

  function read(id: number, atMs: number): SocketReading {
    const kind = timerKindOf(table.timer[id]!)
    return {
      local: table.local(id),
      remote: table.remote(id),
      state: tcpStateOf(table.state[id]!),
      sendQueue: table.sendQueue[id]!,
      receiveQueue: table.receiveQueue[id]!,
      timer: kind && { kind, expiresInMs: table.expiresInMs[id]!, tries: table.tries[id]! },
      detail: readDetail(table.details[id], atMs),
      process: owners.get(table.inode[id]!) ?? null,
    }
  }

  return {
    table,
    listening,
    owners,
    share,
    rejects: () => scan.rejects,
    async pass(wallMs) {
      const atMs = wallMs()
      number = (number + 1) >>> 0 || 2
      listening.clear()
      if (!(await reader.read(onRow))) return null
      const endedAtMs = wallMs()
      const gone: string[] = []
      for (let id = 0; id < table.end; id++) {
        const seen = table.seen[id]!
        if (seen === 0 || seen === number) continue
        if (table.told[id]) gone.push(`${table.local(id)} ${table.remote(id)}`)
        owners.delete(table.inode[id]!)
        table.remove(id)
      }
      fine = table.size <= FINE_AT_MOST
      return { atMs, endedAtMs, gone }
    },
    tell({ atMs, endedAtMs, gone }, asked) {
      const bits = bitsFor(table.size, shareBits)
      const full = asked || bits !== shareBits
      shareBits = bits
      return { ...frame(atMs, endedAtMs), full, put: collect(full, atMs), gone: full ? [] : gone }
    },
    unchanged: (atMs) => ({ ...frame(atMs, atMs), full: false, put: collect(false, atMs), gone: [] }),
  }

  function share(): number {
    return 1 / (1 << shareBits)
  }

  function frame(atMs: number, endedAtMs: number) {
    return { atMs, endedAtMs, total: table.size, sampled: share() }
  }

  function forget(id: number): void {
    table.told[id] = 0
    const known = table.details[id]
    if (known) known.toldAtMs = 0
  }

  function collect(full: boolean, atMs: number): SocketReading[] {
    const put: SocketReading[] = []
    // The suspicious first: where the limit cuts, it cuts the healthy.
    for (const suspicious of [true, false]) {
      for (let id = 0; id < table.end; id++) {
        if (!table.seen[id]) continue
        if (full && suspicious) forget(id)
        if (!full && !table.dirty[id]) continue
        if (suspicious !== (table.tries[id]! > 0 || table.state[id] !== ESTABLISHED)) continue
        if (!full && put.length >= PUT_AT_MOST) return put
        table.dirty[id] = 0
        if (!followed(id)) continue
        table.told[id] = 1
        put.push(read(id, atMs))
      }
    }
    return put
  }
}

/** Only what is new since the last report; its ages are told as of this look. */
function readDetail(known: KnownDetail | undefined, atMs: number): SocketDetail | null {
  if (!known || known.atMs <= known.toldAtMs || atMs - known.atMs > DETAIL_MAX_AGE_MS) return null
  known.toldAtMs = known.atMs
  const { detail } = known
  const aged = (ms: number | null) => (ms === null ? null : Math.max(0, ms + atMs - known.atMs))
  return {
    ...detail,
    lastSentMs: aged(detail.lastSentMs),
    lastReceivedMs: aged(detail.lastReceivedMs),
    lastAckMs: aged(detail.lastAckMs),
  }
}

/** The share halves until it fits, and doubles only when there is room to spare. */
function bitsFor(total: number, now: number): number {
  let bits = now
  while (total >> bits > FOLLOW_AT_MOST) bits++
  while (bits > 0 && total >> (bits - 1) < FOLLOW_AT_MOST * 0.8) bits--
  return bits
}

function listenText({ words, localPort }: TcpRow): string {
  const any = words[0] === 0 && words[1] === 0 && words[3] === 0 && (words[2] === 0 || words[2] === 0xffff)
  if (any) return `${words[2] === 0 ? '[::]' : '*'}:${localPort}`
  return formatEndpoint(words[0]!, words[1]!, words[2]!, words[3]!, localPort)
}
