/** Which sockets a process holds, by inode: read from its open files, seldom where there are many. */

import { readdirSync, readlinkSync } from 'node:fs'

/** Open files read in one pass over all processes; what is left has its turn later. */
const MAX_READS = 3000
const MAX_FILES = 50_000
/** Files of one process → how long an answer holds. */
const HOLDS_MS = [
  { files: 64, ms: 900 },
  { files: 500, ms: 4000 },
  { files: 5000, ms: 15_000 },
  { files: MAX_FILES, ms: 60_000 },
]

type Held = { inodes: Set<number> | null; atMs: number; files: number }

export type HeldSockets = {
  /** Starts a pass: the allowance is fresh. */
  begin: (steadyMs: number) => void
  /** Null where this user may not know. */
  of: (pid: number) => Set<number> | null
  forget: (isAlive: (pid: number) => boolean) => void
}

export function createHeldSockets(): HeldSockets {
  const cache = new Map<number, Held>()
  let left = 0
  let nowMs = 0

  function read(pid: number): Held {
    let names: string[]
    try {
      names = readdirSync(`/proc/${pid}/fd`)
    } catch {
      return { inodes: null, atMs: nowMs, files: 0 }
    }
    left -= names.length
    const inodes = new Set<number>()
    for (const name of names.slice(0, MAX_FILES)) {
      try {
        const target = readlinkSync(`/proc/${pid}/fd/${name}`)
        if (target.startsWith('socket:[')) inodes.add(Number(target.slice(8, -1)))
      } catch {
        // Closed since the listing.
      }
    }
    return { inodes, atMs: nowMs, files: names.length }
  }

  return {
    begin(steadyMs) {
      nowMs = steadyMs
      left = MAX_READS
    },
    of(pid) {
      const known = cache.get(pid)
      const holds = HOLDS_MS.find((one) => (known?.files ?? 0) <= one.files)?.ms ?? 60_000
      if (known && (left <= 0 || nowMs - known.atMs < holds)) return known.inodes
      if (left <= 0) return null
      const held = read(pid)
      cache.set(pid, held)
      return held.inodes
    },
    forget(isAlive) {
      for (const pid of cache.keys()) if (!isAlive(pid)) cache.delete(pid)
    },
  }
}
