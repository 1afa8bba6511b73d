/** The TCP table as last seen, in typed arrays: a look at ten thousand sockets makes no objects. */

import type { SocketDetail } from '../lib/model/host-report.ts'
import { formatEndpoint } from '../lib/sources/host/format-endpoint.ts'
import type { TcpRow } from '../lib/sources/host/scan-tcp-rows.ts'

const WORDS = 9
const FIRST_SIZE = 256

export type KnownDetail = { detail: SocketDetail; atMs: number; toldAtMs: number }

/** One socket is a number, valid until it is removed. */
export class SocketTable {
  size = 0
  /** Numbers below this may be in use. */
  end = 0
  keys = new Uint32Array(FIRST_SIZE * WORDS)
  state = new Uint8Array(FIRST_SIZE)
  timer = new Uint8Array(FIRST_SIZE)
  tries = new Uint8Array(FIRST_SIZE)
  /** 1: told to the dashboard. */
  told = new Uint8Array(FIRST_SIZE)
  /** 1: must be told with the next report. */
  dirty = new Uint8Array(FIRST_SIZE)
  /** How many looks in a row found something queued, up to 2. */
  queuedLooks = new Uint8Array(FIRST_SIZE)
  sendQueue = new Uint32Array(FIRST_SIZE)
  receiveQueue = new Uint32Array(FIRST_SIZE)
  expiresInMs = new Uint32Array(FIRST_SIZE)
  inode = new Uint32Array(FIRST_SIZE)
  /** The look that saw it last; 0: the number is free. */
  seen = new Uint32Array(FIRST_SIZE)
  details: (KnownDetail | undefined)[] = []
  private free: number[] = []
  private index = new Int32Array(FIRST_SIZE * 2).fill(-1)

  /** Its number, or -1. */
  find(words: ArrayLike<number>, localPort: number, remotePort: number): number {
    const mask = this.index.length - 1
    const ports = ((localPort << 16) | remotePort) >>> 0
    for (let at = hash(words, 0, ports) & mask; ; at = (at + 1) & mask) {
      const id = this.index[at]!
      if (id < 0 || this.matches(id, words, ports)) return id
    }
  }

  add(row: TcpRow): number {
    const id = this.free.pop() ?? this.end++
    if (id >= this.state.length) this.grow()
    const ports = ((row.localPort << 16) | row.remotePort) >>> 0
    this.keys.set(row.words, id * WORDS)
    this.keys[id * WORDS + 8] = ports
    this.told[id] = 0
    this.dirty[id] = 1
    this.queuedLooks[id] = 0
    this.seen[id] = 1
    this.details[id] = undefined
    this.size++
    if (this.size * 2 > this.index.length) this.reindex(this.index.length * 2)
    else this.place(id)
    return id
  }

  remove(id: number): void {
    const mask = this.index.length - 1
    let hole = this.slotOf(id)
    // Later ones of the same run move up, so that a search never stops early.
    for (let at = (hole + 1) & mask; this.index[at]! >= 0; at = (at + 1) & mask) {
      const home = this.home(this.index[at]!)
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        this.index[hole] = this.index[at]!
        hole = at
      }
    }
    this.index[hole] = -1
    this.seen[id] = 0
    this.details[id] = undefined
    this.free.push(id)
    this.size--
  }

  local(id: number): string {
    const k = this.keys
    const at = id * WORDS
    return formatEndpoint(k[at]!, k[at + 1]!, k[at + 2]!, k[at + 3]!, k[at + 8]! >>> 16)
  }

  remote(id: number): string {
    const k = this.keys
    const at = id * WORDS
    return formatEndpoint(k[at + 4]!, k[at + 5]!, k[at + 6]!, k[at + 7]!, k[at + 8]! & 0xffff)
  }

  localPort = (id: number) => this.keys[id * WORDS + 8]! >>> 16
  remotePort = (id: number) => this.keys[id * WORDS + 8]! & 0xffff

  /** The same for both ends of a connection: what one host follows, the other follows too. */
  share(id: number): number {
    const at = id * WORDS
    const ports = this.keys[at + 8]!
    const ends = mix(this.keys[at + 3]! ^ (ports >>> 16)) + mix(this.keys[at + 7]! ^ (ports & 0xffff))
    return mix(ends >>> 0)
  }

  private matches(id: number, words: ArrayLike<number>, ports: number): boolean {
    const at = id * WORDS
    const k = this.keys
    if (k[at + 8] !== ports || k[at + 3] !== words[3] || k[at + 7] !== words[7]) return false
    for (let n = 0; n < 7; n++) if (k[at + n] !== words[n]) return false
    return true
  }

  private home(id: number): number {
    const at = id * WORDS
    return hash(this.keys, at, this.keys[at + 8]!) & (this.index.length - 1)
  }

  private slotOf(id: number): number {
    const mask = this.index.length - 1
    let at = this.home(id)
    while (this.index[at] !== id) at = (at + 1) & mask
    return at
  }

  private place(id: number): void {
    const mask = this.index.length - 1
    let at = this.home(id)
    while (this.index[at]! >= 0) at = (at + 1) & mask
    this.index[at] = id
  }

  private reindex(length: number): void {
    this.index = new Int32Array(length).fill(-1)
    for (let id = 0; id < this.end; id++) if (this.seen[id]) this.place(id)
  }

  private grow(): void {
    const size = this.state.length * 2
    const wide = (old: Uint32Array, length = size) => {
      const next = new Uint32Array(length)
      next.set(old)
      return next
    }
    const narrow = (old: Uint8Array) => {
      const next = new Uint8Array(size)
      next.set(old)
      return next
    }
    this.keys = wide(this.keys, size * WORDS)
    for (const name of ['state', 'timer', 'tries', 'told', 'dirty', 'queuedLooks'] as const)
      this[name] = narrow(this[name])
    for (const name of ['sendQueue', 'receiveQueue', 'expiresInMs', 'inode', 'seen'] as const)
      this[name] = wide(this[name])
  }
}

function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b)
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b)
  return (h ^ (h >>> 16)) >>> 0
}

function hash(words: ArrayLike<number>, at: number, ports: number): number {
  let h = ports
  for (let n = 0; n < 8; n++) h = Math.imul(h ^ words[at + n]!, 0x9e3779b1) ^ (h >>> 15)
  return mix(h)
}
