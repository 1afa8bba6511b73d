// HAProxy's httplog and tcplog, a line at a time: each that is sure becomes a row of numbers, for scan-rows.ts.

import { find } from './bytes'
import { forgetDates } from './dates'
import {
  connectMs,
  dateAt,
  endAt,
  isSession,
  queueMs,
  readFields,
  redispatched,
  requestMs,
  responseMs,
  retries,
  second,
  server,
  status,
  totalMs,
} from './fields'
import { forgetServers, serverCount, servers, SERVERS_MOST } from './names'
import { flagsOf, forgetPrefixes, pidOf, prefixAt } from './prefixes'
import { mark, take, takeBack } from './room'

export { addPrefix } from './prefixes'

/** More than the longest line. */
const INPUT: i32 = 1 << 17
/** Sixteen bytes are looked at together. */
const SLACK: i32 = 64
const LINE_MOST: i32 = 65_536
/** No line is shorter than 64 bytes. */
const ROWS_MOST: i32 = INPUT / 64
const ROW: i32 = 64
/** Flags of a row; from 256 on, of its prefix. */
const SESSION: i32 = 1
const REDISPATCHED: i32 = 2
/** What the answer said, or fields after the request. */
const MORE: i32 = 4
/** Only what the request said. */
const CAPTURED: i32 = 8
const input: usize = take(INPUT + SLACK)
const rows: usize = take((ROWS_MOST + 1) * ROW)
/** Everything after it are names. */
const kept: usize = mark()

let count: i32 = 0
let lineEnd: i32 = -1

export function begin(): void {
  forgetPrefixes()
  forgetDates()
  takeBack(kept)
  forgetServers()
}

export function inputAt(): i32 {
  return <i32>input
}
export function inputSize(): i32 {
  return INPUT
}
export function rowsAt(): i32 {
  return <i32>rows
}
export function rowCount(): i32 {
  return count
}
/** Where its name lies, the name's length, hash, host: four numbers each. */
export function serversAt(): i32 {
  return <i32>servers
}
export function serversKnown(): i32 {
  return serverCount
}
/** Where the line ends that `scan` stopped at; −1 where it stopped at none. */
export function endOfLine(): i32 {
  return lineEnd
}
/** No more names have room: begin anew. */
export function isFull(): bool {
  return serverCount >= SERVERS_MOST - 1
}

/** Lines from `start` on. Gives where it stopped: at a line that it leaves to others, where the last line is cut, or where it is full. */
export function scan(start: i32, until: i32): i32 {
  const limit = input + until
  store<u8>(limit, 10)
  let at = input + start
  count = 0
  lineEnd = -1
  while (at < limit && count < ROWS_MOST && !isFull()) {
    const close = find(at, limit, 10)
    if (close == 0) break
    const prefix = prefixAt(at)
    const read: usize = prefix == 0 ? <usize>0 : readFields(at, prefix)
    if (read == 0 || read > close || <i32>(close - at) > LINE_MOST) {
      lineEnd = <i32>(close - input)
      break
    }
    addRow(at, read, close, prefix)
    at = close + 1
  }
  return <i32>(at - input)
}

function addRow(at: usize, read: usize, close: usize, prefix: usize): void {
  const row = rows + count++ * ROW
  store<i32>(row, server)
  store<i32>(row, second, 4)
  const milli = (<i32>load<u8>(dateAt + 21) * 100 + <i32>load<u8>(dateAt + 22) * 10 + <i32>load<u8>(dateAt + 23)) - 5_328
  store<i32>(row, milli, 8)
  store<i32>(row, pidOf(at, prefix), 12)
  store<i32>(row, status, 16)
  store<i32>(row, queueMs, 20)
  store<i32>(row, connectMs, 24)
  store<i32>(row, responseMs, 28)
  store<i32>(row, totalMs, 32)
  store<i32>(row, retries, 36)
  store<i32>(row, isSession ? <i32>load<u16>(endAt) : load<i32>(endAt), 40)
  store<i32>(row, <i32>(at - input), 44)
  store<i32>(row, <i32>(close - input), 48)
  const flags = (isSession ? SESSION : 0) | (redispatched ? REDISPATCHED : 0) | (flagsOf(prefix) << 8)
  store<i32>(row, flags | (isSession ? restOfSession(read, close) : restOfRequest(read, close)), 52)
  store<i32>(row, requestMs, 56)
}

@inline
function endOfText(close: usize): usize {
  return load<u8>(close - 1) == 13 ? close - 1 : close
}

function restOfSession(read: usize, close: usize): i32 {
  return read < endOfText(close) ? MORE : 0
}

/** Captures, and fields after the request. */
function restOfRequest(read: usize, close: usize): i32 {
  const last = endOfText(close)
  const rest: i32 = load<u8>(last - 1) == 34 ? 0 : MORE
  if (load<u16>(read) == 0x2220) return rest
  if (load<u16>(read) != 0x7b20) return MORE
  // Of two the second is the answer's, and mostly empty; of one nobody knows whose it is.
  const end = find(read + 2, last, 125)
  const isEmpty = end != 0 && load<u32>(end) == 0x7d7b207d && load<u16>(end + 4) == 0x2220
  return isEmpty ? CAPTURED | rest : MORE
}
