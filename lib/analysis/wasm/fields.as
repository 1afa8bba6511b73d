// The fields of one line of httplog or tcplog; whatever is not sure is left to the general reader.

import { DATE, secondOf } from './dates'
import { serverOf } from './names'
import { bigNumber, isDigit, number, numberEnd, wordEnd } from './numbers'
import { hostOf, lengthOf, zoneOf } from './prefixes'
import { take } from './room'

// The line that was read last; −1 where a number is missing.
export let server: i32 = 0
export let second: i32 = 0
export let isSession: bool = false
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

/** 1 for what may stand in an address. */
const inAddress: usize = take(256)

export function startFields(): void {
  memory.fill(inAddress, 0, 256)
  for (let c = 48; c <= 58; c++) store<u8>(inAddress + c, 1)
  for (let c = 65; c <= 70; c++) {
    store<u8>(inAddress + c, 1)
    store<u8>(inAddress + c + 32, 1)
  }
  store<u8>(inAddress + 46, 1)
}

/** Where the line may be looked on for its end; 0 where it is left to others. */
export function readFields(start: usize, prefix: usize): usize {
  let at = start + lengthOf(prefix)
  const client = at
  while (load<u8>(inAddress + load<u8>(at))) at++
  if (load<u16>(at) != 0x5b20 || at - client < 4) return 0
  at += 2
  second = secondOf(at, zoneOf(prefix))
  at += DATE
  if (second < 0 || load<u8>(at) != 46 || load<u16>(at + 4) != 0x205d) return 0
  if (!isDigit(at + 1) || !isDigit(at + 2) || !isDigit(at + 3)) return 0
  at = wordEnd(at + 6)
  if (load<u8>(at) != 32 || load<u8>(at - 1) == 58) return 0
  const name = ++at
  let hash: i32 = 0
  let slashes = 0
  let byte: i32 = load<u8>(at)
  while (byte > 32) {
    hash = hash * 31 + byte
    slashes += i32(byte == 47)
    byte = load<u8>(++at)
  }
  if (slashes != 1 || byte != 32) return 0
  const nameLength = <i32>(at - name)
  const one = number(at + 1)
  if (one == -2 || load<u8>(numberEnd) != 47) return 0
  const queue = number(numberEnd + 1)
  if (queue == -2 || load<u8>(numberEnd) != 47) return 0
  const three = number(numberEnd + 1)
  if (three == -2) return 0
  isSession = load<u8>(numberEnd) == 32
  if (isSession) {
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
    connectMs = three
    whole = one >= 0 && queue >= 0 && three >= 0 && responseMs >= 0 && totalMs >= 0
  }
  if (load<u8>(numberEnd) != 32) return 0
  bytes = bigNumber(numberEnd + 1)
  if (bytes == -2 || load<u8>(numberEnd) != 32) return 0
  at = numberEnd + 1
  if (!isSession) {
    at = wordEnd(at)
    if (load<u8>(at) != 32) return 0
    at = wordEnd(at + 1)
    if (load<u8>(at) != 32) return 0
    at++
  }
  end = (<i32>load<u8>(at) << 8) | <i32>load<u8>(at + 1)
  at += isSession ? 2 : 4
  if (load<u8>(at) != 32) return 0
  for (let i = 0; i < 4; i++) {
    if (number(at + 1) < -1 || load<u8>(numberEnd) != 47) return 0
    at = numberEnd
  }
  redispatched = load<u8>(at + 1) == 43
  retries = number(redispatched ? at + 2 : at + 1)
  if (retries == -2 || load<u8>(numberEnd) != 32) return 0
  if (number(numberEnd + 1) == -2 || load<u8>(numberEnd) != 47) return 0
  if (number(numberEnd + 1) == -2 || load<u8>(numberEnd) > 32) return 0
  const read = numberEnd
  server = serverOf(hash, hostOf(prefix), name, nameLength)
  return read
}
