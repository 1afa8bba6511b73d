/** Lines as bytes → records: HAProxy's traffic by the scanner, every other line as text for whoever reads lines in general. */

import { readPair, readServer } from '../log/read-names.ts'
import { instantiate } from './instantiate.ts'
import { dateAt, type Prefix, teachPrefix } from './prefix.ts'
import { RowRecord, textOf } from './row-record.ts'
import { SCANNER_MODULE } from './rows-module.ts'

type Exports = Parameters<typeof teachPrefix>[0] & {
  begin(): void
  inputAt(): number
  inputSize(): number
  rowsAt(): number
  rowCount(): number
  serversAt(): number
  serversKnown(): number
  scan(start: number, end: number): number
  endOfLine(): number
  isFull(): number
}

/** Numbers of a row, and where in it they lie, as rows.as writes them. */
const ROW = 16
const AT = {
  ...{ server: 0, second: 1, milli: 2, pid: 3, status: 4, queue: 5, connect: 6, response: 7, total: 8 },
  ...{ retries: 9, end: 10, start: 11, close: 12, flags: 13, request: 14 },
}
const FLAG = { session: 1, redispatched: 2, more: 4, captured: 8 }
/** From this bit on: which of the prefixes it stands behind. */
const LEARNT = 8
/** Of more rows at once than this, captures are read of every few only. */
const MANY = 64
const READ_EVERY = 8
/** Ways to end that are kept as words. */
const ENDS_MOST = 4_096

export type RowPort = {
  /** `sentAtMs`: as the framing tells it to the millisecond, else null. */
  row: (record: RowRecord, sentAtMs: number | null) => void
  /** A line that was left; may say what stands before the message in lines like it. */
  other: (line: string) => Prefix | null
}

type Named = { pool: string; server: string | null; host: string | undefined }
export type RowScanner = ReturnType<typeof createRowScanner>

export type RowOptions = {
  /** A record goes on standing for its line; else the next line has the same one. */
  keep: boolean
  /** Captures are read of every line, however many there are. */
  readAll: boolean
}

export function createRowScanner({ keep, readAll }: RowOptions) {
  let wasm: Exports | null = null
  let input = Buffer.alloc(0)
  let rows = new Int32Array(0)
  const hosts: string[] = []
  const learnt: Prefix[] = []
  const named: (Named | null)[] = []
  const ends = new Map<number, string>()
  let nowMs = 0
  /** What is read just now, and where in it the input begins. */
  let given: Buffer = Buffer.alloc(0)
  let givenAt = 0
  const one = new RowRecord()

  function begin(): Exports {
    wasm ??= instantiate<Exports>(SCANNER_MODULE)
    wasm.begin()
    hosts.length = 0
    learnt.length = 0
    named.length = 0
    return wasm
  }

  /** Asked for anew each time: it moves when its memory grows. */
  function look(scanner: Exports): void {
    const { buffer } = scanner.memory
    if (input.buffer === buffer) return
    input = Buffer.from(buffer, scanner.inputAt(), scanner.inputSize())
    rows = new Int32Array(buffer, scanner.rowsAt(), (scanner.inputSize() / 64) * ROW)
  }

  /** Null where it is no name of a pool and a server. */
  function nameServers(scanner: Exports): void {
    const known = new Int32Array(scanner.memory.buffer, scanner.serversAt(), scanner.serversKnown() * 4)
    for (let id = named.length; id < scanner.serversKnown(); id++) {
      const [at, length, , host] = known.subarray(id * 4, id * 4 + 4)
      const pair = readPair(Buffer.from(scanner.memory.buffer, at!, length!).toString())
      named.push(
        pair && { pool: pair.pool, server: readServer(pair.server), host: hosts[host!] || undefined },
      )
    }
  }

  function endOf(letters: number): string {
    const known = ends.get(letters)
    if (known !== undefined) return known
    const word = String.fromCharCode(letters & 255, (letters >> 8) & 255)
    const rest = letters >>> 16
    const made = rest === 0 ? word : word + String.fromCharCode(rest & 255, rest >> 8)
    if (ends.size < ENDS_MOST) ends.set(letters, made)
    return made
  }

  const orNull = (value: number) => (value < 0 ? null : value)

  function recordOf(at: number, name: Named): RowRecord {
    const record = keep ? new RowRecord() : one
    const flags = rows[at + AT.flags]!
    const pid = rows[at + AT.pid]!
    record.turn(given, givenAt + rows[at + AT.start]!, givenAt + rows[at + AT.close]!, nowMs)
    record.kind = flags & FLAG.session ? 'session' : 'request'
    record.atMs = rows[at + AT.second]! * 1_000 + rows[at + AT.milli]!
    record.pid = pid < 0 ? undefined : pid
    record.host = name.host
    record.pool = name.pool
    record.server = name.server
    record.status = orNull(rows[at + AT.status]!)
    record.termination = endOf(rows[at + AT.end]!)
    record.retries = orNull(rows[at + AT.retries]!)
    record.redispatched = (flags & FLAG.redispatched) !== 0
    record.saysMore = (flags & FLAG.more) !== 0
    record.isCaptured = record.saysMore || (flags & FLAG.captured) !== 0
    const { timers } = record
    timers.requestMs = orNull(rows[at + AT.request]!)
    timers.queueMs = orNull(rows[at + AT.queue]!)
    timers.connectMs = orNull(rows[at + AT.connect]!)
    timers.responseMs = orNull(rows[at + AT.response]!)
    timers.totalMs = orNull(rows[at + AT.total]!)
    return record
  }

  function give(scanner: Exports, port: RowPort): void {
    const count = scanner.rowCount()
    if (named.length < scanner.serversKnown()) nameServers(scanner)
    for (let at = 0; at < count * ROW; at += ROW) {
      const name = named[rows[at + AT.server]!]!
      if (name === null) {
        port.other(textOf(input, rows[at + AT.start]!, rows[at + AT.close]!))
        continue
      }
      const record = recordOf(at, name)
      if (!readAll && count > MANY && (at / ROW) % READ_EVERY !== 0) record.saysMore = false
      const { sent } = learnt[rows[at + AT.flags]! >> LEARNT]!
      const sentAtMs = sent && dateAt(input, rows[at + AT.start]! + sent.at) - sent.zoneMinutes * 60_000
      port.row(record, sentAtMs)
    }
  }

  function teach(prefix: Prefix): void {
    // A line that was not sure may stand behind one that is known.
    if ((prefix.isExact && prefix.sent === null) || learnt.some((one) => one.id === prefix.id)) return
    const tell = (scanner: Exports) => {
      if (!hosts.includes(prefix.host)) hosts.push(prefix.host)
      return teachPrefix(scanner, prefix, hosts.indexOf(prefix.host), learnt.push(prefix) - 1)
    }
    // Once it knows too many it begins anew: most of them are of last month.
    if (!tell(wasm ?? begin())) tell(begin())
  }

  /** Whole lines that lie in its input. */
  function scanInput(size: number, port: RowPort): number {
    let at = 0
    for (;;) {
      const scanner = wasm ?? begin()
      at = scanner.scan(at, size)
      const close = scanner.endOfLine()
      look(scanner)
      give(scanner, port)
      if (scanner.isFull()) begin()
      if (close >= 0) {
        const learnt = port.other(textOf(input, at, close))
        if (learnt) teach(learnt)
        at = close + 1
      }
      if (at >= size || (close < 0 && scanner.rowCount() === 0)) return at
    }
  }

  return {
    /** `bytes` are whole lines, each with its newline, that nobody changes while records of them are kept; `atMs` is now. */
    take(bytes: Uint8Array, atMs: number, port: RowPort): void {
      nowMs = atMs
      given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (let at = 0; at < bytes.length; ) {
        look(wasm ?? begin())
        const size = Math.min(bytes.length - at, input.length)
        input.set(bytes.subarray(at, at + size))
        givenAt = at
        const read = scanInput(size, port)
        if (read === 0) throw new Error('a line is longer than what is scanned at once')
        at += read
      }
    },
  }
}
