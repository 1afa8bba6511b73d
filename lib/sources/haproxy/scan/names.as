// Servers by name and host.

import { take } from './room'

const NAME_SLOTS: i32 = 1 << 14
export const SERVERS_MOST: i32 = 4_096

const names: usize = take(NAME_SLOTS * 4)
/** A server: where its name lies, the name's length, hash, host. */
export const servers: usize = take(SERVERS_MOST * 16)
export let serverCount: i32 = 0

export function forgetServers(): void {
  memory.fill(names, 0xff, NAME_SLOTS * 4)
  serverCount = 0
}

function isName(id: i32, hash: i32, host: i32, at: usize, length: i32): bool {
  const known = servers + id * 16
  if (load<i32>(known + 8) != hash || load<i32>(known + 12) != host || load<i32>(known + 4) != length) return false
  const name = <usize>load<i32>(known)
  let i = 0
  for (; i + 4 <= length; i += 4) if (load<i32>(at + i) != load<i32>(name + i)) return false
  for (; i < length; i++) if (load<u8>(at + i) != load<u8>(name + i)) return false
  return true
}

/** Eight bytes at a time. */
function hashOf(at: usize, length: i32): i32 {
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

export function serverOf(host: i32, at: usize, length: i32): i32 {
  const hash = hashOf(at, length)
  let slot = (hash ^ (host * 0x9e3779b1) ^ (hash >>> 15)) & (NAME_SLOTS - 1)
  while (true) {
    const id = load<i32>(names + slot * 4)
    if (id < 0) break
    if (isName(id, hash, host, at, length)) return id
    slot = (slot + 1) & (NAME_SLOTS - 1)
  }
  const id = serverCount++
  store<i32>(names + slot * 4, id)
  const name = take(length)
  memory.copy(name, at, length)
  const known = servers + id * 16
  store<i32>(known, <i32>name)
  store<i32>(known + 4, length)
  store<i32>(known + 8, hash)
  store<i32>(known + 12, host)
  return id
}
