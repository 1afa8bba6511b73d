// The roll-up of lines: totals, ends, durations and seconds of every server, as rollup.ts keeps them.

import * as line from '../../sources/haproxy/scan/fields'
import { SERVERS_MOST } from '../../sources/haproxy/scan/names'
import { fresh, take } from '../../sources/haproxy/scan/room'

const TOTALS: i32 = 16
/** Ways to end that are told apart. */
const ENDS: i32 = 128
/** A page for every 256 ms below 65,536, then one for every doubling. */
const PAGES: i32 = 272
const STATUSES: i32 = 1_000
const PAGE_S: i32 = 1_024
const STRIDE: i32 = 4
const SECOND_SLOTS: i32 = 1 << 13
/** Of 16 kB each; more are taken before any is added. */
export const SECONDS_MOST: i32 = 1_500

export const totals: usize = take(SERVERS_MOST * TOTALS * 8)
export const statuses: usize = take(STATUSES * 8)
export const endCodes: usize = take(ENDS * 4)
/** A page of seconds: server, number, where its cells lie. */
export const seconds: usize = take((SECONDS_MOST + 16) * 12)
/** By server: counts of its ends; pages of times to the first byte and of whole times. */
export const ends: usize = take(SERVERS_MOST * 4)
export const histograms: usize = take(SERVERS_MOST * 8)
const endIds: usize = take(65_536 * 2)
const secondKeys: usize = take(SECOND_SLOTS * 4)
/** By server: the page it was last in, and its cells. */
const lastPages: usize = take(SERVERS_MOST * 8)
export let endCount: i32 = 0
/** Servers that have their counts: none has them of whom all lines lie outside. */
export let known: i32 = 0
export let secondCount: i32 = 0
export let requests: i32 = 0
export let sessions: i32 = 0

export function forgetCounts(): void {
  memory.fill(totals, 0, SERVERS_MOST * TOTALS * 8)
  memory.fill(statuses, 0, STATUSES * 8)
  memory.fill(endIds, 0xff, 65_536 * 2)
  memory.fill(secondKeys, 0xff, SECOND_SLOTS * 4)
  memory.fill(lastPages, 0xff, SERVERS_MOST * 8)
  endCount = 0
  known = 0
  secondCount = 0
  requests = 0
  sessions = 0
}

function makeRoom(server: i32): void {
  for (; known <= server; known++) {
    store<i32>(ends + known * 4, <i32>fresh(ENDS * 4))
    store<i32>(histograms + known * 8, <i32>fresh(PAGES * 4))
    store<i32>(histograms + known * 8 + 4, <i32>fresh(PAGES * 4))
  }
}

export function add(): void {
  if (line.server >= known) makeRoom(line.server)
  const sums = totals + line.server * TOTALS * 8
  const served = line.isSession ? !isBrokenOff(line.end >> 8) : line.status >= 100 && line.status < 500
  bump(sums, 1)
  if (!line.isSession) {
    const answered = line.status >= 100 && line.status < 600 ? line.status / 100 : 6
    bump(sums + answered * 8, 1)
    if (line.status >= 0) bump(statuses + line.status * 8, 1)
    requests++
  } else sessions++
  if (line.whole) bump(sums + 7 * 8, 1)
  if (line.connectMs >= 0) {
    bump(sums + 8 * 8, line.connectMs)
    bump(sums + 9 * 8, 1)
  }
  if (line.responseMs >= 0) {
    bump(sums + 10 * 8, line.responseMs)
    bump(sums + 11 * 8, 1)
    addDuration(<usize>load<i32>(histograms + line.server * 8), line.responseMs)
  }
  if (line.totalMs >= 0) addDuration(<usize>load<i32>(histograms + line.server * 8 + 4), line.totalMs)
  if (line.retries > 0) bump(sums + 12 * 8, line.retries)
  if (line.redispatched) bump(sums + 13 * 8, 1)
  if (line.bytes > 0) bump(sums + 14 * 8, line.bytes)
  if (!served) bump(sums + 15 * 8, 1)
  let id: i32 = load<i16>(endIds + line.end * 2)
  if (id < 0) {
    id = min(endCount, ENDS - 1)
    if (id == endCount) store<i32>(endCodes + endCount++ * 4, line.end)
    store<i16>(endIds + line.end * 2, <i16>id)
  }
  const own = <usize>load<i32>(ends + line.server * 4) + id * 4
  store<i32>(own, load<i32>(own) + 1)
  const page = line.second / PAGE_S
  const cells = pageOf(line.server, page) + (line.second - page * PAGE_S) * STRIDE * 4
  store<i32>(cells, load<i32>(cells) + 1)
  if (!served) store<i32>(cells + 4, load<i32>(cells + 4) + 1)
  if (line.retries > 0) store<i32>(cells + 8, load<i32>(cells + 8) + line.retries)
  if (line.responseMs > 0) store<i32>(cells + 12, load<i32>(cells + 12) + line.responseMs)
}

function addDuration(pages: usize, ms: i32): void {
  let page = ms >> 8
  let cell = ms & 255
  if (ms >= 65_536) {
    const exponent = 31 - clz(ms)
    page = 256 + exponent - 16
    cell = (ms >>> (exponent - 8)) & 255
  }
  let cells = <usize>load<i32>(pages + page * 4)
  if (cells == 0) {
    cells = fresh(1_024)
    store<i32>(pages + page * 4, <i32>cells)
  }
  store<i32>(cells + cell * 4, load<i32>(cells + cell * 4) + 1)
}

function pageOf(server: i32, page: i32): usize {
  const last = lastPages + server * 8
  if (load<i32>(last) == page) return <usize>load<i32>(last + 4)
  let slot = ((page * 0x9e3779b1) ^ (server * 0x85ebca6b)) >>> 7 & (SECOND_SLOTS - 1)
  let cells: usize = 0
  while (true) {
    const key = load<i32>(secondKeys + slot * 4)
    if (key < 0) break
    const entry = seconds + key * 12
    if (load<i32>(entry) == server && load<i32>(entry + 4) == page) {
      cells = <usize>load<i32>(entry + 8)
      break
    }
    slot = (slot + 1) & (SECOND_SLOTS - 1)
  }
  if (cells == 0) {
    cells = fresh(PAGE_S * STRIDE * 4)
    store<i32>(secondKeys + slot * 4, secondCount)
    const entry = seconds + secondCount++ * 12
    store<i32>(entry, server)
    store<i32>(entry + 4, page)
    store<i32>(entry + 8, <i32>cells)
  }
  store<i32>(last, page)
  store<i32>(last + 4, <i32>cells)
  return cells
}

function bump(at: usize, by: f64): void {
  store<f64>(at, load<f64>(at) + by)
}

/** Ends that are no client's doing: the server's, the load balancer's, an operator's. */
function isBrokenOff(letter: i32): bool {
  return letter == 83 || letter == 115 || letter == 80 || letter == 82 || letter == 73 || letter == 85 || letter == 75 || letter == 68
}
