/** What stands before HAProxy's own words, learnt from one line that the general reader read: lines like it need not be read again. */

import type { LineReading } from '../../parse-line.ts'
import type { Frame } from '../../syslog/frame.ts'

/** Digits change from line to line, all else is the same. */
export type Prefix = {
  /** Two with the same are one. */
  id: string
  head: string
  /** What of it stays as it is, digits and all. */
  fixed: readonly string[]
  host: string
  zoneMinutes: number
  /** Where the process's number lies; no length where none is told. */
  pid: { at: number; length: number }
  /** It has a date to the millisecond, which tells when the line was sent. */
  isExact: boolean
  /** Where that lies; null where it is not found again. */
  sent: { at: number; zoneMinutes: number } | null
}

const BLOCK = 16
/** As many as a scanner compares. */
const BLOCKS_MOST = 16
/** A zone's digits are the same in every line, or it is another kind of line. */
const ZONE = /[+-]\d\d:?\d\d(?=\s)/
/** To the millisecond. */
const EXACT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}/
/** HAProxy's own lines. */
export const isScanned = (format: string): boolean => /^haproxy-(http|https|tcp)$/.test(format)

/** Null where lines like this one are none for a scanner. */
export function learnPrefix(
  line: string,
  { parsed, frame }: LineReading,
  isKnown: (format: string) => boolean = isScanned,
): Prefix | null {
  if (!parsed.ok || !frame || !isKnown(parsed.format)) return null
  const head = line.slice(0, line.length - frame.message.length)
  if (head.length > BLOCKS_MOST * BLOCK || !line.endsWith(frame.message) || !/^[\x20-\x7e]*$/.test(head))
    return null
  const zone = ZONE.exec(head)?.[0] ?? ''
  const host = parsed.host ?? ''
  return {
    id: [head.replaceAll(/\d/g, '0'), zone, host, frame.zoneMinutes].join(' '),
    head,
    fixed: [zone, host],
    host,
    zoneMinutes: frame.zoneMinutes ?? 0,
    pid: pidIn(head, frame.pid),
    isExact: frame.precisionMs === 1,
    sent: exactDate(line, head, frame),
  }
}

/** Sixteen bytes each: which of their bits are told, then what they are. Digits of `fixed` are: `lb1` is not `lb2`. */
function blocksOf({ head, fixed }: Prefix): Uint8Array[] {
  const blocks = Array.from({ length: Math.ceil(head.length / BLOCK) }, () => new Uint8Array(BLOCK * 2))
  const isFixed = new Uint8Array(head.length)
  for (const word of fixed)
    for (let at = head.indexOf(word); word !== '' && at >= 0; at = head.indexOf(word, at + 1))
      isFixed.fill(1, at, at + word.length)
  for (const [at, byte] of Buffer.from(head, 'latin1').entries()) {
    // All digits have the same upper half.
    const mask = byte >= 48 && byte <= 57 && isFixed[at] === 0 ? 0xf0 : 0xff
    const block = blocks[Math.floor(at / BLOCK)]!
    block[at % BLOCK] = mask
    block[BLOCK + (at % BLOCK)] = byte & mask
  }
  return blocks
}

function exactDate(line: string, head: string, frame: Frame): Prefix['sent'] {
  const found = frame.precisionMs === 1 ? EXACT.exec(head) : null
  if (!found || frame.atMs === null) return null
  const bytes = Buffer.from(line.slice(0, head.length))
  const zoneMinutes = (dateAt(bytes, found.index) - frame.atMs) / 60_000
  return Number.isInteger(zoneMinutes) ? { at: found.index, zoneMinutes } : null
}

/** `2026-11-22T08:00:00.123` as if it were of UTC. */
export function dateAt(bytes: Uint8Array, at: number): number {
  const two = (from: number) => bytes[at + from]! * 10 + bytes[at + from + 1]! - 528
  const year = two(0) * 100 + two(2)
  const milli = two(20) * 10 + bytes[at + 22]! - 48
  return Date.UTC(year, two(5) - 1, two(8), two(11), two(14), two(17), milli)
}

function pidIn(head: string, pid: number | undefined): Prefix['pid'] {
  const found =
    pid === undefined ? null : new RegExp(`(?<!\\d)${pid}(?!\\d)(?!.*(?<!\\d)${pid}(?!\\d))`).exec(head)
  return found ? { at: found.index, length: found[0].length } : { at: 0, length: 0 }
}

type Knows = {
  memory: WebAssembly.Memory
  addPrefix(
    length: number,
    blocks: number,
    host: number,
    zoneMinutes: number,
    pidAt: number,
    pidLength: number,
    flags: number,
  ): number
}

/** Told to a scanner; false where it has no room. */
export function teachPrefix(wasm: Knows, prefix: Prefix, host: number, flags: number): boolean {
  const { head, zoneMinutes, pid } = prefix
  const blocks = blocksOf(prefix)
  const at = wasm.addPrefix(head.length, blocks.length, host, zoneMinutes, pid.at, pid.length, flags)
  if (at === 0) return false
  const to = new Uint8Array(wasm.memory.buffer, at, blocks.length * BLOCK * 2)
  for (const [i, block] of blocks.entries()) to.set(block, i * BLOCK * 2)
  return true
}
