// HAProxy's httplog and tcplog straight from bytes, rolled up; scan-httplog.ts is what is around it.

import { forgetDates } from '../../sources/haproxy/scan/dates'
import { readFields, second } from '../../sources/haproxy/scan/fields'
import { endMinute, forgetMinutes, minuteCount, minutes, MINUTES_MOST, noteLine } from './minutes'
import { forgetServers, serverCount, servers, SERVERS_MOST } from '../../sources/haproxy/scan/names'
import { newline } from '../../sources/haproxy/scan/numbers'
import { forgetPrefixes, prefixAt } from '../../sources/haproxy/scan/prefixes'
import { mark, take, takeBack } from '../../sources/haproxy/scan/room'
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
export { addPrefix } from '../../sources/haproxy/scan/prefixes'

const INPUT: i32 = 2 << 20
/** Sixteen bytes are looked at together. */
const SLACK: i32 = 64
const LINE_MOST: i32 = 65_536
const input: usize = take(INPUT + SLACK)
/** Everything after it is one roll-up's. */
const kept: usize = mark()

let outside: i32 = 0
let fromS: f64 = -Infinity
let toS: f64 = Infinity
let lineEnd: i32 = -1

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
  while (at < limit) {
    const close = newline(at, limit)
    if (close == 0) break
    const prefix = prefixAt(at)
    const read: usize = prefix == 0 ? <usize>0 : readFields(at, prefix)
    if (read == 0 || read > close || <i32>(close - at) > LINE_MOST) {
      lineEnd = <i32>(close - input)
      break
    }
    if (<f64>second < fromS || <f64>second >= toS) outside++
    else {
      add()
      noteLine(second, <i32>(at - input), <i32>(close + 1 - input))
    }
    at = close + 1
    if (isFull()) break
  }
  endMinute()
  return <i32>(at - input)
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
  return <i32>minutes
}
