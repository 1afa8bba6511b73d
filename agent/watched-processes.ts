/** The watched servers of this host, and a quick eye on whether they still run. */

import { closeSync, openSync, readSync } from 'node:fs'
import type { WatchedProcess } from '../lib/model/host-report.ts'
import { parseProcessStat } from '../lib/sources/host/parse-process-stat.ts'
import type { HeldSockets } from './held-sockets.ts'
import type { KnownProcess } from './process-list.ts'

export const MAX_WATCHED = 64

export function readWatched(given: {
  processes: Map<number, KnownProcess>
  held: HeldSockets
  listeningPort: (inode: number) => number | null
  connectionsOf: (pid: number) => number
}): WatchedProcess[] {
  return watchedOf(given.processes).map((one) => {
    const inodes = given.held.of(one.pid)
    const ports = new Set<number>()
    for (const inode of inodes ?? []) {
      const port = given.listeningPort(inode)
      if (port !== null) ports.add(port)
    }
    return {
      pid: one.pid,
      parentPid: one.parentPid,
      command: one.command,
      // Running, sleeping and waiting for a disk change many times a second.
      state: /^[RSDI]$/.test(one.state) ? 'S' : one.state,
      startedAtMs: one.startedAtMs,
      listens: inodes && [...ports].sort((a, b) => a - b),
      connections: inodes && given.connectionsOf(one.pid),
    }
  })
}

/** Of sshd only the one that listens: the others are sessions. */
export function watchedOf(processes: Map<number, KnownProcess>): KnownProcess[] {
  const out: KnownProcess[] = []
  for (const one of processes.values()) {
    if (!one.watched || out.length >= MAX_WATCHED) continue
    if (
      one.command.startsWith('sshd') &&
      (one.terminal || processes.get(one.parentPid)?.command.startsWith('sshd'))
    )
      continue
    out.push(one)
  }
  return out
}

export type Pulse = {
  /** Keeps one open file for each; the kernel then answers for that process alone, even if its number is used again. */
  follow: (processes: readonly KnownProcess[]) => void
  /** True when one ended, was stopped or goes on since the last call. */
  changed: () => boolean
  stop: () => void
}

export function createPulse(): Pulse {
  const files = new Map<number, { fd: number; state: string }>()
  const buffer = Buffer.alloc(1024)
  const drop = (pid: number) => {
    const one = files.get(pid)
    if (one) closeSync(one.fd)
    files.delete(pid)
  }
  const stateOf = (fd: number): string => {
    try {
      const state =
        parseProcessStat(buffer.toString('latin1', 0, readSync(fd, buffer, 0, 1024, 0)))?.state ?? 'X'
      return /^[RSDI]$/.test(state) ? 'S' : state
    } catch {
      return 'X'
    }
  }
  return {
    follow(processes) {
      const wanted = new Set(processes.map((one) => one.pid))
      for (const pid of [...files.keys()]) if (!wanted.has(pid)) drop(pid)
      for (const { pid, state } of processes) {
        if (files.has(pid)) continue
        try {
          files.set(pid, {
            fd: openSync(`/proc/${pid}/stat`, 'r'),
            state: /^[RSDI]$/.test(state) ? 'S' : state,
          })
        } catch {
          // Gone already: the next list will not have it.
        }
      }
    },
    changed() {
      let changed = false
      for (const one of files.values()) {
        const state = stateOf(one.fd)
        if (state !== one.state) changed = true
        one.state = state
      }
      return changed
    },
    stop() {
      for (const pid of [...files.keys()]) drop(pid)
    },
  }
}
