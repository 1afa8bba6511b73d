/** Lines straight from bytes, HAProxy's and those whose words stand in a fixed order: what the scanner is sure of it counts, every other line it leaves to the general reader. */

import { instantiate } from '../sources/haproxy/scan/instantiate.ts'
import { type Prefix, teachPrefix } from '../sources/haproxy/scan/prefix.ts'
import { readCounts, readMinutes, readRollup, type Tables } from './read-scanner.ts'
import type { Exchanged, Rollup } from './rollup.ts'
import { SCANNER_MODULE } from './scanner-module.ts'
import { PLANS, planOf, writePlan } from './word-plans.ts'

/** What `told` is asked for. */
const TOLD = { second: 0, responseMs: 1, totalMs: 2, bytes: 3 }
/** As the scanner has room for. */
const NAME_MOST = 4_096

/** Of a line that the general reader has read. */
export type Learnt = {
  /** What stands before the message in lines like it; null where nothing is learnt of that. */
  prefix: Prefix | null
  format: string
  /** What it says, where that is one exchange with one server. */
  exchanged: Exchanged | null
}

type Port = {
  rollup: Rollup
  /** Seconds that count, from and to. */
  fromS: number
  toS: number
  /** A line that was left; may say what there is to learn from it. */
  other: (bytes: Buffer, start: number, end: number, position: number) => Learnt | null
  /** Where in the log lines of a minute lie that were counted. */
  counted: (minute: number, start: number, end: number) => void
}

type Exports = Tables &
  Parameters<typeof teachPrefix>[0] & {
    begin(fromS: number, toS: number): void
    forget(): void
    forgetMinutes(): void
    inputAt(): number
    inputSize(): number
    scan(start: number, end: number): number
    setFlags(prefix: number, flags: number): void
    hasNewShape(): number
    told(what: number): number
    planAt(plan: number): number
    nameAt(): number
    addShape(
      host: number,
      nameAt: number,
      nameLength: number,
      status: number,
      end: number,
      retries: number,
      format: number,
    ): void
    endOfLine(): number
    isFull(): number
  }

export function createScanner({ rollup, fromS, toS, other, counted }: Port) {
  let started: Exports | null = null
  let input = Buffer.alloc(0)
  const hosts: string[] = []
  /** In the order in which the scanner keeps them. */
  const prefixes: string[] = []
  const counts = { requests: 0, sessions: 0, outside: 0, planned: PLANS.map(() => 0) }

  function begin(): Exports {
    const wasm = instantiate<Exports>(SCANNER_MODULE)
    wasm.begin(fromS, toS)
    for (const [at, plan] of PLANS.entries())
      writePlan(plan, new DataView(wasm.memory.buffer, wasm.planAt(at + 1)))
    started = wasm
    return wasm
  }

  /** Numbers of it are added to the roll-up, and begin anew. */
  function drain(wasm: Exports, base: number): void {
    drainMinutes(wasm, base)
    rollup.merge(readRollup(wasm, hosts))
    const { requests, sessions, outside, planned } = readCounts(wasm, PLANS.length)
    counts.requests += requests
    for (const [at, count] of planned.entries()) counts.planned[at]! += count
    counts.sessions += sessions
    counts.outside += outside
    wasm.forget()
  }

  /** They are told by where they lie in the piece that was scanned. */
  function drainMinutes(wasm: Exports, base: number): void {
    for (const { minute, start, end } of readMinutes(wasm)) counted(minute, base + start, base + end)
    wasm.forgetMinutes()
  }

  function hostOf(name: string): number {
    if (!hosts.includes(name)) hosts.push(name)
    return hosts.indexOf(name)
  }

  /** What the scanner read in the words is held to what the general reader read. */
  function teachShape(wasm: Exports, { format, exchanged }: Learnt): void {
    if (!exchanged) return
    const { host, name, status, end, retries, ...of } = exchanged
    const isSame =
      of.second === wasm.told(TOLD.second) &&
      of.responseMs === wasm.told(TOLD.responseMs) &&
      of.totalMs === wasm.told(TOLD.totalMs) &&
      of.bytes === wasm.told(TOLD.bytes)
    if (!isSame || of.connectMs !== -1 || of.isSession || of.redispatched || of.whole) return
    const bytes = Buffer.from(name)
    if (bytes.length > NAME_MOST) return
    const at = wasm.nameAt()
    new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes)
    wasm.addShape(hostOf(host), at, bytes.length, status, end, retries, planOf(format) - 1)
  }

  /** Behind what is known already lines of another plan may have begun. */
  function learnPrefix(wasm: Exports, prefix: Prefix, plan: number): void {
    const known = prefixes.indexOf(prefix.id)
    if (known >= 0) wasm.setFlags(known, plan)
    else if (teachPrefix(wasm, prefix, hostOf(prefix.host), plan)) prefixes.push(prefix.id)
  }

  function teach(wasm: Exports, learnt: Learnt, isNewShape: boolean): void {
    const { prefix, format } = learnt
    if (isNewShape) teachShape(wasm, learnt)
    else if (prefix) learnPrefix(wasm, prefix, planOf(format))
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
        const isNewShape = wasm.hasNewShape() !== 0
        const learnt = other(inputOf(wasm), at, close, base + at)
        if (learnt) teach(wasm, learnt, isNewShape)
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
