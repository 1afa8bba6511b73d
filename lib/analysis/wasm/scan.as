// Lines straight from bytes, rolled up; scan-lines.ts is what is around it.

import { find } from '../../sources/haproxy/scan/bytes'
import { forgetDates } from '../../sources/haproxy/scan/dates'
import { readFields, second, setRequest } from '../../sources/haproxy/scan/fields'
import { endMinute, forgetMinutes, minuteCount, minutes, MINUTES_MOST, noteLine } from './minutes'
import { forgetServers, serverCount, serverOf, servers, SERVERS_MOST } from '../../sources/haproxy/scan/names'
import { flagsOf, forgetPrefixes, hostOf, lengthOf, prefixAt } from '../../sources/haproxy/scan/prefixes'
import { mark, take, takeBack } from '../../sources/haproxy/scan/room'
import * as shape from './shapes'
import * as words from './words'
import {
  add,
  endCodes,
  endCount,
  ends,
  forgetCounts,
  histograms,
  known,
  requests,
  secondCount,
  seconds,
  SECONDS_MOST,
  sessions,
  statuses,
  totals,
} from './rollup'

export { forgetMinutes } from './minutes'
export { addPrefix, setFlags } from '../../sources/haproxy/scan/prefixes'
export { planAt } from './words'

const INPUT: i32 = 2 << 20
/** Sixteen bytes are looked at together. */
const SLACK: i32 = 64
const LINE_MOST: i32 = 65_536
const NAME_MOST: i32 = 4_096
const input: usize = take(INPUT + SLACK)
/** Of a server that is named from outside. */
const name: usize = take(NAME_MOST + SLACK)
/** Everything after it is one roll-up's. */
const kept: usize = mark()

let outside: i32 = 0
let fromS: f64 = -Infinity
let toS: f64 = Infinity
let lineEnd: i32 = -1
/** The line that `scan` stopped at is of words in their places, and only its shape is not known. */
let isNewShape: bool = false

export function begin(from: f64, to: f64): void {
  forgetPrefixes()
  forgetDates()
  fromS = from
  toS = to
  forget()
}

/** What was counted; prefixes and dates stay known. */
export function forget(): void {
  takeBack(kept)
  forgetServers()
  forgetCounts()
  forgetMinutes()
  shape.forgetShapes()
  outside = 0
}

export function inputAt(): i32 {
  return <i32>input
}
export function inputSize(): i32 {
  return INPUT
}
/** Where the line ends that `scan` stopped at; −1 where it stopped at none. */
export function endOfLine(): i32 {
  return lineEnd
}

/** Once it is, all of it is to be taken before more is scanned. */
export function isFull(): bool {
  return secondCount >= SECONDS_MOST || serverCount >= SERVERS_MOST - 1 || minuteCount >= MINUTES_MOST
}

/** Lines from `start` on. Gives where it stopped: at a line that it leaves to others, where the last line is cut, or where it is full. */
export function scan(start: i32, until: i32): i32 {
  const limit = input + until
  store<u8>(limit, 10)
  let at = input + start
  lineEnd = -1
  isNewShape = false
  while (at < limit) {
    const close = find(at, limit, 10)
    if (close == 0) break
    const prefix = prefixAt(at)
    const read: usize = prefix == 0 ? <usize>0 : flagsOf(prefix) == 0 ? readFields(at, prefix) : readWords(at, close, prefix)
    if (read == 0 || read > close || <i32>(close - at) > LINE_MOST) {
      lineEnd = <i32>(close - input)
      break
    }
    if (<f64>second < fromS || <f64>second >= toS) outside++
    else {
      add()
      if (flagsOf(prefix) != 0) countFormat()
      noteLine(second, <i32>(at - input), <i32>(close + 1 - input))
    }
    at = close + 1
    if (isFull()) break
  }
  endMinute()
  return <i32>(at - input)
}

/** A line of words with a shape that is known; what it says is then what a line of HAProxy's would have said. */
function readWords(at: usize, close: usize, prefix: usize): usize {
  if (!words.readWords(at + lengthOf(prefix), close, flagsOf(prefix), hostOf(prefix))) return 0
  if (!shape.findShape()) {
    isNewShape = true
    return 0
  }
  setRequest(shape.server, words.second, words.responseMs, words.totalMs, shape.status, words.bytes, shape.end, shape.retries)
  return close
}

function countFormat(): void {
  const at = shape.formats + shape.format * 4
  store<i32>(at, load<i32>(at) + 1)
}

export function hasNewShape(): bool {
  return isNewShape
}
/** What its words said: 0 the second, 1 and 2 times, 3 bytes. */
export function told(what: i32): f64 {
  if (what == 0) return words.second
  if (what == 1) return words.responseMs
  if (what == 2) return words.totalMs
  return words.bytes
}
/** The name of its pool and server lies at `nameAt`. */
export function addShape(host: i32, nameAt: i32, nameLength: i32, status: i32, end: i32, retries: i32, format: i32): void {
  shape.addShape(serverOf(host, <usize>nameAt, nameLength), status, end, retries, format)
}
export function nameAt(): i32 {
  return <i32>name
}

export function countOf(what: i32): i32 {
  if (what == 0) return requests
  if (what == 1) return sessions
  if (what == 2) return outside
  if (what == 3) return known
  if (what == 4) return endCount
  if (what == 5) return secondCount
  return minuteCount
}

export function tableOf(what: i32): i32 {
  if (what == 0) return <i32>servers
  if (what == 1) return <i32>totals
  if (what == 2) return <i32>ends
  if (what == 3) return <i32>histograms
  if (what == 4) return <i32>endCodes
  if (what == 5) return <i32>statuses
  if (what == 6) return <i32>seconds
  if (what == 7) return <i32>minutes
  return <i32>shape.formats
}
