/** HAProxy's httplog and tcplog straight from bytes: what the scanner is sure of it counts, every other line it leaves to the general reader. */

import { readCounts, readMinutes, readRollup, type Tables } from './read-scanner.ts'
import type { Rollup } from './rollup.ts'
import { SCANNER_MODULE } from './scanner-module.ts'

/** What stands before HAProxy's own words: digits change from line to line, all else is the same. */
export type Prefix = {
  length: number
  /** Sixteen bytes each: which of their bits are told, then what they are. */
  blocks: Uint8Array[]
  host: string
  zoneMinutes: number
}

const BLOCK = 16

type Port = {
  rollup: Rollup
  /** Seconds that count, from and to. */
  fromS: number
  toS: number
  /** A line that was left; may say what stands before the message in lines like it. */
  other: (bytes: Buffer, start: number, end: number, position: number) => Prefix | null
  /** Where in the log lines of a minute lie that were counted. */
  counted: (minute: number, start: number, end: number) => void
}

type Exports = Tables & {
  begin(fromS: number, toS: number): void
  forget(): void
  forgetMinutes(): void
  addPrefix(length: number, blocks: number, host: number, zoneMinutes: number): number
  inputAt(): number
  inputSize(): number
  scan(start: number, end: number): number
  endOfLine(): number
  isFull(): number
}

export function createScanner({ rollup, fromS, toS, other, counted }: Port) {
  let started: Exports | null = null
  let input = Buffer.alloc(0)
  const hosts: string[] = []
  const counts = { requests: 0, sessions: 0, outside: 0 }

  function begin(): Exports {
    const wasm = instantiate()
    wasm.begin(fromS, toS)
    started = wasm
    return wasm
  }

  /** Numbers of it are added to the roll-up, and begin anew. */
  function drain(wasm: Exports, base: number): void {
    drainMinutes(wasm, base)
    rollup.merge(readRollup(wasm, hosts))
    const { requests, sessions, outside } = readCounts(wasm)
    counts.requests += requests
    counts.sessions += sessions
    counts.outside += outside
    wasm.forget()
  }

  /** They are told by where they lie in the piece that was scanned. */
  function drainMinutes(wasm: Exports, base: number): void {
    for (const { minute, start, end } of readMinutes(wasm)) counted(minute, base + start, base + end)
    wasm.forgetMinutes()
  }

  function teach(wasm: Exports, { length, blocks, host, zoneMinutes }: Prefix): void {
    if (!hosts.includes(host)) hosts.push(host)
    const at = wasm.addPrefix(length, blocks.length, hosts.indexOf(host), zoneMinutes)
    if (at === 0) return
    const to = new Uint8Array(wasm.memory.buffer, at, blocks.length * BLOCK * 2)
    for (const [i, block] of blocks.entries()) to.set(block, i * BLOCK * 2)
  }

  /** Asked for anew each time: it moves when its memory grows. */
  function inputOf(wasm: Exports): Buffer {
    const { buffer } = wasm.memory
    if (input.buffer !== buffer) input = Buffer.from(buffer, wasm.inputAt(), wasm.inputSize())
    return input
  }

  /** Whole lines of its input between the two; gives where the first cut one begins. The input is the log from `base` on. */
  function scanInput(start: number, end: number, base: number): number {
    const wasm = started ?? begin()
    let at = start
    for (;;) {
      at = wasm.scan(at, end)
      const close = wasm.endOfLine()
      if (close >= 0) {
        const learnt = other(inputOf(wasm), at, close, base + at)
        if (learnt) teach(wasm, learnt)
        at = close + 1
      }
      const isFull = wasm.isFull() !== 0
      if (isFull) drain(wasm, base)
      if (at >= end || (close < 0 && !isFull)) break
    }
    drainMinutes(wasm, base)
    return at
  }

  return {
    counts: () => counts,
    /** Where what is to be scanned may be written; it may be another one after each scan. */
    input: () => inputOf(started ?? begin()),
    scanInput,
    /** Every whole line between the two; gives where the first cut one begins. The bytes are those of the log from `base` on. */
    scan(bytes: Buffer, start: number, end: number, base: number): number {
      let at = start
      while (at < end) {
        const wasm = started ?? begin()
        const size = Math.min(end - at, wasm.inputSize())
        bytes.copy(inputOf(wasm), 0, at, at + size)
        const read = scanInput(0, size, base + at)
        if (read === 0) return at
        at += read
      }
      return at
    },
    /** What it still holds is added, too. */
    drain(): void {
      if (started) drain(started, 0)
    },
  }
}

function instantiate(): Exports {
  const module = new WebAssembly.Module(Buffer.from(SCANNER_MODULE, 'base64'))
  // It calls nobody, but where its memory could not grow.
  const env = {
    abort() {
      throw new Error('The scanner of logs has no memory left.')
    },
  }
  return new WebAssembly.Instance(module, { env }).exports as unknown as Exports
}

/** `head` as it stood before one line's message; digits between `fixed` stay as they are. */
export function prefixOf(
  head: string,
  fixed: { from: number; to: number } | null,
  of: Pick<Prefix, 'host' | 'zoneMinutes'>,
): Prefix {
  const blocks = Array.from({ length: Math.ceil(head.length / BLOCK) }, () => new Uint8Array(BLOCK * 2))
  for (const [at, byte] of Buffer.from(head, 'latin1').entries()) {
    const isFixed = fixed !== null && at >= fixed.from && at < fixed.to
    // All digits have the same upper half.
    const mask = byte >= 48 && byte <= 57 && !isFixed ? 0xf0 : 0xff
    const block = blocks[Math.floor(at / BLOCK)]!
    block[at % BLOCK] = mask
    block[BLOCK + (at % BLOCK)] = byte & mask
  }
  return { length: head.length, blocks, ...of }
}
