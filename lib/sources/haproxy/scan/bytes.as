// Bytes sixteen or eight at a time.

/** The next one of its kind before `limit`; 0 where there is none. */
@inline
export function find(at: usize, limit: usize, wanted: u8): usize {
  const each = i8x16.splat(wanted)
  while (at < limit) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), each))
    if (found) {
      const end = at + ctz(found)
      return end < limit ? end : 0
    }
    at += 16
  }
  return 0
}

export function hashOf(at: usize, length: i32): i32 {
  let hash: u64 = <u64>length
  let left = length
  for (; left > 8; left -= 8) {
    hash = (hash ^ load<u64>(at)) * 0x9e3779b97f4a7c15
    hash ^= hash >> 29
    at += 8
  }
  hash = (hash ^ (load<u64>(at) << <u64>(64 - left * 8))) * 0x9e3779b97f4a7c15
  return <i32>(hash >> 32)
}

export function isSame(at: usize, other: usize, length: i32): bool {
  let i = 0
  for (; i + 4 <= length; i += 4) if (load<i32>(at + i) != load<i32>(other + i)) return false
  for (; i < length; i++) if (load<u8>(at + i) != load<u8>(other + i)) return false
  return true
}
