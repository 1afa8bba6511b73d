// The fields of one line of httplog or tcplog; whatever is not sure is left to the general reader.

import { DATE, secondOf } from './dates'
import { serverOf } from './names'
import { isShort, nonDigits, valueBetween } from './digits'
import { bigNumber, isDigit, number, numberEnd, wordEnd } from './numbers'
import { hostOf, lengthOf, zoneOf } from './prefixes'

// The line that was read last; −1 where a number is missing.
export let server: i32 = 0
export let second: i32 = 0
export let isSession: bool = false
/** Where its date lies, and the letters of its end. */
export let dateAt: usize = 0
export let endAt: usize = 0
export let requestMs: i32 = -1
export let queueMs: i32 = -1
export let connectMs: i32 = -1
export let responseMs: i32 = -1
export let totalMs: i32 = -1
export let status: i32 = -1
export let bytes: f64 = -1
/** The first two letters of the termination. */
export let end: i32 = 0
export let retries: i32 = -1
export let redispatched: bool = false
/** No timer is missing. */
export let whole: bool = false

/** A request that was read otherwise. */
@inline
export function setRequest(by: i32, at: i32, response: i32, total: i32, code: i32, size: f64, how: i32, again: i32): void {
  server = by
  second = at
  isSession = false
  connectMs = -1
  responseMs = response
  totalMs = total
  status = code
  bytes = size
  end = how
  retries = again
  redispatched = false
  whole = false
}

/** Where an address and its port end: digits, a to f, colons and dots. */
@inline
function addressEnd(at: usize): usize {
  while (true) {
    const bytes = v128.load(at)
    const digit = i8x16.le_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(10))
    const letter = i8x16.le_u(i8x16.sub(v128.or(bytes, i8x16.splat(32)), i8x16.splat(97)), i8x16.splat(5))
    const dot = i8x16.eq(bytes, i8x16.splat(46))
    const found = i8x16.bitmask(v128.or(v128.or(digit, letter), dot)) ^ 0xffff
    if (found) return at + ctz(found)
    at += 16
  }
}

/** How many of its bytes are slashes. */
@inline
function slashesIn(at: usize, length: i32): i32 {
  let count = 0
  for (; length > 0; length -= 16) {
    let found = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(47)))
    if (length < 16) found &= (1 << length) - 1
    count += popcnt(found)
    at += 16
  }
  return count
}

/** `0/0/1/73/76 200 9356 ` where every number is short; gives where it ends, 0 where it is not so plain. */
@inline
function plainTimes(at: usize): usize {
  let rest = nonDigits(at)
  if (popcnt(rest) < 7) return 0
  const a = at + ctz(rest)
  rest &= rest - 1
  const b = at + ctz(rest)
  rest &= rest - 1
  const c = at + ctz(rest)
  rest &= rest - 1
  const d = at + ctz(rest)
  rest &= rest - 1
  const e = at + ctz(rest)
  rest &= rest - 1
  const f = at + ctz(rest)
  rest &= rest - 1
  const g = at + ctz(rest)
  const slashes = load<u8>(a) == 47 && load<u8>(b) == 47 && load<u8>(c) == 47 && load<u8>(d) == 47
  if (!slashes || load<u8>(e) != 32 || load<u8>(f) != 32 || load<u8>(g) != 32) return 0
  if (!isShort(at, a) || !isShort(a + 1, b) || !isShort(b + 1, c) || !isShort(c + 1, d)) return 0
  if (!isShort(d + 1, e) || f - e != 4 || !isShort(f + 1, g)) return 0
  isSession = false
  whole = true
  requestMs = valueBetween(at, a)
  queueMs = valueBetween(a + 1, b)
  connectMs = valueBetween(b + 1, c)
  responseMs = valueBetween(c + 1, d)
  totalMs = valueBetween(d + 1, e)
  status = valueBetween(e + 1, f)
  bytes = <f64>valueBetween(f + 1, g)
  return g + 1
}

/** Timers, status and bytes in any of their forms; gives where they end, 0 where they are left to others. */
function anyTimes(at: usize): usize {
  const one = number(at)
  if (one == -2 || load<u8>(numberEnd) != 47) return 0
  const queue = number(numberEnd + 1)
  if (queue == -2 || load<u8>(numberEnd) != 47) return 0
  const three = number(numberEnd + 1)
  if (three == -2) return 0
  isSession = load<u8>(numberEnd) == 32
  if (isSession) {
    requestMs = -1
    queueMs = one
    connectMs = queue
    responseMs = -1
    totalMs = three
    status = -1
    whole = one >= 0 && queue >= 0 && three >= 0
  } else {
    if (load<u8>(numberEnd) != 47) return 0
    responseMs = number(numberEnd + 1)
    if (responseMs == -2 || load<u8>(numberEnd) != 47) return 0
    totalMs = number(numberEnd + 1)
    if (totalMs == -2 || load<u8>(numberEnd) != 32) return 0
    status = number(numberEnd + 1)
    if (status == -2 || status > 999) return 0
    requestMs = one
    queueMs = queue
    connectMs = three
    whole = one >= 0 && queue >= 0 && three >= 0 && responseMs >= 0 && totalMs >= 0
  }
  if (load<u8>(numberEnd) != 32) return 0
  bytes = bigNumber(numberEnd + 1)
  if (bytes == -2 || load<u8>(numberEnd) != 32) return 0
  return numberEnd + 1
}

/** `11/9/0/0/0 0/0` where every number is short; gives where it ends, 0 where it is not so plain. */
@inline
function plainCounts(at: usize): usize {
  let rest = nonDigits(at)
  if (popcnt(rest) < 7) return 0
  const a = at + ctz(rest)
  rest &= rest - 1
  const b = at + ctz(rest)
  rest &= rest - 1
  const c = at + ctz(rest)
  rest &= rest - 1
  const d = at + ctz(rest)
  rest &= rest - 1
  const e = at + ctz(rest)
  rest &= rest - 1
  const f = at + ctz(rest)
  rest &= rest - 1
  const g = at + ctz(rest)
  const slashes = load<u8>(a) == 47 && load<u8>(b) == 47 && load<u8>(c) == 47 && load<u8>(d) == 47
  if (!slashes || load<u8>(e) != 32 || load<u8>(f) != 47 || load<u8>(g) > 32) return 0
  if (!isShort(at, a) || !isShort(a + 1, b) || !isShort(b + 1, c) || !isShort(c + 1, d)) return 0
  if (!isShort(d + 1, e) || !isShort(e + 1, f) || !isShort(f + 1, g)) return 0
  retries = valueBetween(d + 1, e)
  redispatched = false
  return g
}

/** Connections, retries and queues in any of their forms. */
function anyCounts(at: usize): usize {
  at--
  for (let i = 0; i < 4; i++) {
    if (number(at + 1) < -1 || load<u8>(numberEnd) != 47) return 0
    at = numberEnd
  }
  redispatched = load<u8>(at + 1) == 43
  retries = number(redispatched ? at + 2 : at + 1)
  if (retries == -2 || load<u8>(numberEnd) != 32) return 0
  if (number(numberEnd + 1) == -2 || load<u8>(numberEnd) != 47) return 0
  if (number(numberEnd + 1) == -2 || load<u8>(numberEnd) > 32) return 0
  return numberEnd
}

/** Where the line may be looked on for its end; 0 where it is left to others. */
export function readFields(start: usize, prefix: usize): usize {
  const client = start + lengthOf(prefix)
  let at = addressEnd(client)
  if (load<u16>(at) != 0x5b20 || at - client < 4) return 0
  at += 2
  dateAt = at
  second = secondOf(at, zoneOf(prefix))
  at += DATE
  if (second < 0 || load<u8>(at) != 46 || load<u16>(at + 4) != 0x205d) return 0
  if (!isDigit(at + 1) || !isDigit(at + 2) || !isDigit(at + 3)) return 0
  at = wordEnd(at + 6)
  if (load<u8>(at) != 32 || load<u8>(at - 1) == 58) return 0
  const name = at + 1
  at = wordEnd(name)
  const nameLength = <i32>(at - name)
  if (load<u8>(at) != 32 || slashesIn(name, nameLength) != 1) return 0
  const times = plainTimes(at + 1)
  at = times == 0 ? anyTimes(at + 1) : times
  if (at == 0) return 0
  if (!isSession) {
    // Mostly without cookies: what is foretold need not be waited for.
    if (load<u32>(at) == 0x202d202d) at += 4
    else {
      at = wordEnd(at)
      if (load<u8>(at) != 32) return 0
      at = wordEnd(at + 1)
      if (load<u8>(at) != 32) return 0
      at++
    }
  }
  endAt = at
  end = (<i32>load<u8>(at) << 8) | <i32>load<u8>(at + 1)
  // Letters, no more and no fewer.
  const letters: usize = isSession ? 2 : 4
  if (wordEnd(at) != at + letters || (load<u32>(at) & (isSession ? 0x8080 : 0x80808080)) != 0) return 0
  at += letters
  if (load<u8>(at) != 32) return 0
  const counts = plainCounts(at + 1)
  at = counts == 0 ? anyCounts(at + 1) : counts
  if (at == 0) return 0
  server = serverOf(hostOf(prefix), name, nameLength)
  return at
}
