// Lines of other load balancers: words in a fixed order, of which each has a role. What no role foresees is left to the general reader.

import { find } from '../../sources/haproxy/scan/bytes'
import { ISO, isoSecondOf, secondOf, zoneAt } from '../../sources/haproxy/scan/dates'
import { isShort, valueBetween } from '../../sources/haproxy/scan/digits'
import { bigNumber, isDigit, number, numberEnd, wordEnd } from '../../sources/haproxy/scan/numbers'
import { take } from '../../sources/haproxy/scan/room'
import { addKey, endKey, startKey } from './shapes'

const PLANS_MOST: i32 = 16
const WORDS_MOST: i32 = 48
/** Of one plan: how many words there must be at least and at most; then of each how it is enclosed, and its role. */
const PLAN: i32 = 8 + WORDS_MOST * 2
const plans: usize = take(PLANS_MOST * PLAN)

// How a word is enclosed.
const BARE: i32 = 0
const QUOTED: i32 = 1
const BRACKETS: i32 = 2
/** In quotes or not. */
const EITHER: i32 = 3

// What a word is.
const SKIP: i32 = 0
const KEY: i32 = 1
const STATUS: i32 = 2
const CLF_DATE: i32 = 3
const ISO_DATE: i32 = 4
const BYTES: i32 = 5
const TOTAL_MS: i32 = 6
const RESPONSE_MS: i32 = 7
const TOTAL_S: i32 = 8
const RESPONSE_S: i32 = 9
/** A part of the whole time; the second one is the server's. */
const PART_S: i32 = 10
const SERVER_PART_S: i32 = 11
const COUNT: i32 = 12
const DASH: i32 = 13
const CLIENT: i32 = 14
const ADDRESS: i32 = 15
const FORWARDED: i32 = 16
const REQUEST: i32 = 17
const NAME: i32 = 18

/** Before the date there are no more bytes than this. */
const HEAD_MOST: i32 = 1_000

// The line that was read last.
export let second: i32 = 0
export let responseMs: i32 = -1
export let totalMs: i32 = -1
export let bytes: f64 = -1

export function planAt(plan: i32): i32 {
  return <i32>(plans + plan * PLAN)
}

let contentEnd: usize = 0
/** Where the next word begins, or the line's end. */
let wordAfter: usize = 0

/** Whether a word begins here that is enclosed like this, and where it ends. */
@inline
function findWord(at: usize, close: usize, how: i32): bool {
  if (how == BARE) {
    contentEnd = wordEnd(at)
    const first = load<u8>(at)
    if (contentEnd == at || first == 34 || first == 91) return false
    wordAfter = contentEnd
  } else {
    if (load<u8>(at) != (how == QUOTED ? 34 : 91)) return false
    contentEnd = find(at + 1, close, how == QUOTED ? 34 : 93)
    if (contentEnd == 0 || load<u8>(contentEnd - 1) == 92) return false
    wordAfter = contentEnd + 1
  }
  if (wordAfter < close && load<u8>(wordAfter) != 32) return false
  return wordAfter <= close
}

/** Whether the line is one of this plan; its numbers are then told, and what tells its shape lies in the key. */
export function readWords(start: usize, close: usize, plan: i32, host: i32): bool {
  if (load<u8>(close - 1) <= 32) return false
  const known = plans + plan * PLAN
  const least = load<i32>(known)
  const most = load<i32>(known, 4)
  responseMs = -1
  totalMs = -1
  bytes = -1
  startKey(plan, host)
  let at = start
  let word = 0
  while (at < close) {
    if (word == most) return false
    const roles = known + 8 + word * 2
    let how: i32 = load<u8>(roles)
    if (how == EITHER) how = load<u8>(at) == 34 ? QUOTED : BARE
    if (!findWord(at, close, how)) return false
    if (!takeWord(how == BARE ? at : at + 1, contentEnd, load<u8>(roles, 1), start)) return false
    word++
    if (wordAfter == close) break
    at = wordAfter + 1
    if (at == close) return false
  }
  return endKey(word) && word >= least
}

@inline
function takeWord(from: usize, to: usize, role: i32, start: usize): bool {
  const length = <i32>(to - from)
  if (role == SKIP) return true
  if (role == KEY) {
    addKey(from, length)
    return true
  }
  if (role == STATUS) {
    addKey(from, length)
    return length == 3 && isDigit(from) && isDigit(from + 1) && isDigit(from + 2)
  }
  if (role == CLF_DATE) {
    if (length != 26 || <i32>(from - start) > HEAD_MOST || load<u8>(from + 20) != 32) return false
    const zone = zoneAt(from + 21)
    if (zone == -10_000) return false
    second = secondOf(from, zone)
    return second >= 0
  }
  if (role == ISO_DATE) {
    second = length > ISO ? isoSecondOf(from) : -1
    return second >= 0 && isFractionAndZ(from + ISO, to)
  }
  if (role == BYTES) {
    bytes = isDash(from, length) ? -1 : bigNumber(from)
    return bytes == -1 ? isDash(from, length) : bytes >= 0 && numberEnd == to
  }
  if (role == TOTAL_MS) {
    totalMs = number(from)
    return totalMs >= 0 && numberEnd == to
  }
  if (role == RESPONSE_MS) {
    if (isDash(from, length)) return true
    responseMs = number(from)
    return responseMs >= 0 && numberEnd == to
  }
  if (role == TOTAL_S) {
    totalMs = secondsAt(from, to)
    return totalMs >= 0
  }
  if (role == RESPONSE_S) {
    if (isDash(from, length)) return true
    responseMs = secondsAt(from, to)
    return responseMs >= 0
  }
  if (role == PART_S || role == SERVER_PART_S) {
    const ms = secondsAt(from, to)
    if (ms < 0) return false
    totalMs = (totalMs < 0 ? 0 : totalMs) + ms
    if (role == SERVER_PART_S) responseMs = ms
    return true
  }
  if (role == COUNT) return isDash(from, length) || (number(from) >= 0 && numberEnd == to)
  if (role == DASH) return isDash(from, length)
  if (role == CLIENT) return isClient(from, to)
  if (role == ADDRESS) return isIpWithPort(from, to)
  if (role == FORWARDED) return isDash(from, length) || isIpList(from, to)
  if (role == NAME) return length > 3 && load<i32>(from) == 0x2f707061 // app/
  // A request begins with its method.
  return length > 0 && <u32>(<i32>load<u8>(from) - 65) <= 25
}

@inline
function isDash(from: usize, length: i32): bool {
  return length == 1 && load<u8>(from) == 45
}

/** `0.049`: three digits behind the point, so that nothing is rounded. */
@inline
function secondsAt(from: usize, to: usize): i32 {
  const point = to - 4
  if (point <= from || load<u8>(point) != 46) return -1
  const whole = number(from)
  if (whole < 0 || whole > 1_000_000 || numberEnd != point) return -1
  if (!isDigit(point + 1) || !isDigit(point + 2) || !isDigit(point + 3)) return -1
  return whole * 1_000 + valueBetween(point + 1, to)
}

function isFractionAndZ(from: usize, to: usize): bool {
  if (load<u8>(to - 1) != 90) return false
  const end = to - 1
  if (from == end) return true
  if (load<u8>(from) != 46) return false
  return isShort(from + 1, end) && allDigits(from + 1, end)
}

function allDigits(from: usize, to: usize): bool {
  for (; from < to; from++) if (!isDigit(from)) return false
  return true
}

/** No list, no brackets, no quotes: the one who asked. */
function isClient(from: usize, to: usize): bool {
  for (; from < to; from++) {
    const byte = load<u8>(from)
    if (byte == 44 || byte == 34 || byte == 91) return false
  }
  return true
}

/** `10.0.0.9:443`. */
function isIpWithPort(from: usize, to: usize): bool {
  let dots = 0
  while (from < to && load<u8>(from) != 58) {
    if (load<u8>(from) == 46) dots++
    else if (!isDigit(from)) return false
    from++
  }
  return dots == 3 && isShort(from + 1, to) && to - from <= 6 && allDigits(from + 1, to)
}

/** `10.1.1.1, 10.0.0.9`. */
function isIpList(from: usize, to: usize): bool {
  let dots = 0
  let commas = 0
  for (; from < to; from++) {
    const byte = load<u8>(from)
    if (byte == 46) dots++
    else if (byte == 44) commas++
    else if (byte != 32 && !isDigit(from)) return false
  }
  return dots == 3 * (commas + 1)
}
