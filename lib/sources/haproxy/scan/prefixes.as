// What stands before HAProxy's own words, learnt by whoever reads lines in general: blocks of sixteen bytes, compared under a mask.

import { isShort, valueBetween } from './digits'
import { take } from './room'

const MOST: i32 = 512
const BLOCKS_MOST: i32 = 16
/** Its length, blocks, host, zone, where the process's number lies and its length, flags of who learnt it; then of each block its mask, and what it is. */
const HEAD: i32 = 32
const SIZE: i32 = HEAD + BLOCKS_MOST * 32
const prefixes: usize = take(MOST * SIZE)
let count: i32 = 0
/** That of the line before. */
let last: usize = 0

export function forgetPrefixes(): void {
  count = 0
  last = 0
}

/** Where its blocks are to be written; 0 where there is no room. */
export function addPrefix(length: i32, blocks: i32, host: i32, zone: i32, pidAt: i32, pidLength: i32, flags: i32): i32 {
  if (count >= MOST || blocks > BLOCKS_MOST) return 0
  const at = prefixes + count++ * SIZE
  store<i32>(at, length)
  store<i32>(at + 4, blocks)
  store<i32>(at + 8, host)
  store<i32>(at + 12, zone)
  store<i32>(at + 16, pidAt)
  store<i32>(at + 20, pidLength)
  store<i32>(at + 24, flags)
  return <i32>(at + HEAD)
}

/** Of the one that was added at that place. */
export function setFlags(prefix: i32, flags: i32): void {
  store<i32>(prefixes + prefix * SIZE + 24, flags)
}

export function prefixAt(line: usize): usize {
  if (last == 0 || !isPrefix(line, last)) last = find(line)
  return last
}

export function lengthOf(prefix: usize): i32 {
  return load<i32>(prefix)
}
export function hostOf(prefix: usize): i32 {
  return load<i32>(prefix + 8)
}
export function zoneOf(prefix: usize): i32 {
  return load<i32>(prefix + 12)
}
export function flagsOf(prefix: usize): i32 {
  return load<i32>(prefix + 24)
}
/** −1 where it tells none. */
export function pidOf(line: usize, prefix: usize): i32 {
  const start = line + load<i32>(prefix + 16)
  const end = start + load<i32>(prefix + 20)
  return isShort(start, end) ? valueBetween(start, end) : -1
}

function isPrefix(at: usize, known: usize): bool {
  const end = known + HEAD + (load<i32>(known + 4) << 5)
  for (let block = known + HEAD; block < end; block += 32) {
    if (v128.any_true(v128.xor(v128.and(v128.load(at), v128.load(block)), v128.load(block, 16)))) return false
    at += 16
  }
  return true
}

function find(line: usize): usize {
  for (let i = 0; i < count; i++) {
    const known = prefixes + i * SIZE
    if (isPrefix(line, known)) return known
  }
  return 0
}
