// What stands before HAProxy's own words, learnt by whoever reads lines in general: words of four bytes, compared under a mask.

import { take } from './room'

const MOST: i32 = 64
const WORDS_MOST: i32 = 64
/** Its length, words, host, zone; then where each word stands, its mask, what it is. */
const SIZE: i32 = 16 + WORDS_MOST * 12
const prefixes: usize = take(MOST * SIZE)
let count: i32 = 0
/** That of the line before. */
let last: usize = 0

export function forgetPrefixes(): void {
  count = 0
  last = 0
}

/** Where its words are to be written; 0 where there is no room. */
export function addPrefix(length: i32, words: i32, host: i32, zone: i32): i32 {
  if (count >= MOST || words > WORDS_MOST) return 0
  const at = prefixes + count++ * SIZE
  store<i32>(at, length)
  store<i32>(at + 4, words)
  store<i32>(at + 8, host)
  store<i32>(at + 12, zone)
  return <i32>(at + 16)
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

function isPrefix(at: usize, known: usize): bool {
  const words = load<i32>(known + 4)
  for (let i = 0; i < words; i++) {
    const k = known + 16 + i * 12
    if ((load<i32>(at + load<i32>(k)) & load<i32>(k + 4)) != load<i32>(k + 8)) return false
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
