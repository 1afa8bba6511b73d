// What lines of words have in common where only their numbers differ: learnt from one that the general reader has read.

import { hashOf, isSame } from '../../sources/haproxy/scan/bytes'
import { fresh, take } from '../../sources/haproxy/scan/room'

const SHAPES_MOST: i32 = 1 << 14
const SLOTS: i32 = 1 << 15
const KEY_MOST: i32 = 1_024
/** Room for keys, in all. */
const KEYS: i32 = 2 << 20
/** A shape: where its key lies, the key's length, hash; then server, status, end, retries, format. */
const SHAPE: i32 = 32
const shapes: usize = take(SHAPES_MOST * SHAPE)
const slots: usize = take(SLOTS * 4)
const key: usize = take(KEY_MOST + 64)
let keyLength: i32 = 0
let shapeCount: i32 = 0
let keyBytes: i32 = 0

/** Lines of each format that were counted. */
export const FORMATS_MOST: i32 = 16
export const formats: usize = fresh(FORMATS_MOST * 4)

// Of the shape that was found last.
export let server: i32 = 0
export let status: i32 = 0
export let end: i32 = 0
export let retries: i32 = 0
export let format: i32 = 0

export function forgetShapes(): void {
  memory.fill(slots, 0xff, SLOTS * 4)
  memory.fill(formats, 0, FORMATS_MOST * 4)
  shapeCount = 0
  keyBytes = 0
}

/** The plan is a part of it, and the host: on another one it is another server. */
export function startKey(plan: i32, host: i32): void {
  store<u8>(key, <u8>plan)
  store<i32>(key + 2, host)
  keyLength = 6
}

/** So is how many words there were; false where all of it has no room. */
@inline
export function endKey(words: i32): bool {
  store<u8>(key + 1, <u8>words)
  return keyLength <= KEY_MOST
}

@inline
export function addKey(from: usize, length: i32): void {
  if (keyLength + length + 4 > KEY_MOST) {
    keyLength = KEY_MOST + 1
    return
  }
  store<i32>(key + keyLength, length)
  // Sixteen bytes more than it has do no harm here.
  if (length <= 16) v128.store(key + keyLength + 4, v128.load(from))
  else memory.copy(key + keyLength + 4, from, length)
  keyLength += length + 4
}

/** Whether lines with this key are known; what they have in common is then told. */
export function findShape(): bool {
  const hash = hashOf(key, keyLength)
  let slot = hash & (SLOTS - 1)
  while (true) {
    const id = load<i32>(slots + slot * 4)
    if (id < 0) return false
    const known = shapes + id * SHAPE
    if (load<i32>(known + 8) == hash && load<i32>(known + 4) == keyLength && isSame(key, <usize>load<i32>(known), keyLength)) {
      server = load<i32>(known + 12)
      status = load<i32>(known + 16)
      end = load<i32>(known + 20)
      retries = load<i32>(known + 24)
      format = load<i32>(known + 28)
      return true
    }
    slot = (slot + 1) & (SLOTS - 1)
  }
}

/** Of the line whose key was made last. */
export function addShape(server: i32, status: i32, end: i32, retries: i32, format: i32): void {
  if (shapeCount >= SHAPES_MOST || keyBytes + keyLength > KEYS) return
  const hash = hashOf(key, keyLength)
  let slot = hash & (SLOTS - 1)
  while (load<i32>(slots + slot * 4) >= 0) slot = (slot + 1) & (SLOTS - 1)
  store<i32>(slots + slot * 4, shapeCount)
  const known = shapes + shapeCount++ * SHAPE
  const kept = take(keyLength)
  keyBytes += keyLength
  memory.copy(kept, key, keyLength)
  store<i32>(known, <i32>kept)
  store<i32>(known + 4, keyLength)
  store<i32>(known + 8, hash)
  store<i32>(known + 12, server)
  store<i32>(known + 16, status)
  store<i32>(known + 20, end)
  store<i32>(known + 24, retries)
  store<i32>(known + 28, format)
}
