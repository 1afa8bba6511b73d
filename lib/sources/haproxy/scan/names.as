// Servers by name and host.

import { hashOf, isSame } from './bytes'
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
  return isSame(at, <usize>load<i32>(known), length)
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
