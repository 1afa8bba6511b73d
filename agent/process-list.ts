/** The processes of this host that matter here: those with a terminal, and the servers worth watching. */

import { readdirSync, readlinkSync } from 'node:fs'
import { type ProcessStat, parseProcessStat, ttyName } from '../lib/sources/host/parse-process-stat.ts'
import { readText } from './read-text.ts'

/** Servers whose end, stop or second copy tells something about connections. */
const WATCHED = /^(haproxy|keepalived|nginx|envoy|traefik|varnishd|bird|conntrackd|corosync|sshd|in\.telnetd)/
/** Processes read in one pass; the rest has its turn later. */
const MAX_READS = 2000
/** A young process may still become another command. */
const YOUNG_MS = 3000
/** All others are read anew once in this many passes. */
const TURNS = 10
export const MAX_PROCESSES = 20_000

export type KnownProcess = ProcessStat & {
  firstSeenMs: number
  startedAtMs: number | null
  /** `pts/3`, or null. */
  terminal: string | null
  watched: boolean
}

export type ProcessList = {
  /** By pid: only those of this network namespace with a terminal or a watched name. */
  scan: (wallMs: number, steadyMs: number) => Map<number, KnownProcess>
  parentOf: (pid: number) => ProcessStat | null
  hidden: () => boolean
}

export function createProcessList(): ProcessList {
  const all = new Map<number, KnownProcess | null>()
  const interesting = new Map<number, KnownProcess>()
  const ownNetwork = linkOf('/proc/self/ns/net')
  let turn = 0
  let hidden = false

  function read(
    pid: number,
    before: KnownProcess | null,
    wallMs: number,
    steadyMs: number,
  ): KnownProcess | null {
    const stat = parseProcessStat(readText(`/proc/${pid}/stat`) ?? '')
    if (!stat) return null
    const old = before && before.startTicks === stat.startTicks ? before : null
    const terminal = ttyName(stat.tty)
    const watched = WATCHED.test(stat.command)
    const startedAtMs = old ? old.startedAtMs : terminal || watched ? startOf(stat.startTicks, wallMs) : null
    return { ...stat, terminal, watched, startedAtMs, firstSeenMs: old?.firstSeenMs ?? steadyMs }
  }

  return {
    hidden: () => hidden,
    parentOf: (pid) => all.get(pid) ?? parseProcessStat(readText(`/proc/${pid}/stat`) ?? ''),
    scan(wallMs, steadyMs) {
      turn = (turn + 1) % TURNS
      const present = new Set<number>()
      let names: string[] = []
      try {
        names = readdirSync('/proc')
      } catch {}
      let reads = 0
      for (const name of names) {
        const pid = Number(name)
        if (!(pid > 0) || present.size >= MAX_PROCESSES) continue
        present.add(pid)
        const before = all.get(pid) ?? null
        const due =
          !before ||
          interesting.has(pid) ||
          steadyMs - before.firstSeenMs < YOUNG_MS ||
          (pid % TURNS === turn && !isKernelThread(before))
        if (!due || ++reads > MAX_READS) continue
        const process = read(pid, before, wallMs, steadyMs)
        all.set(pid, process)
        const ours = process && (process.terminal || process.watched) && isOurs(pid)
        if (ours) interesting.set(pid, process)
        else interesting.delete(pid)
      }
      for (const pid of all.keys()) {
        if (present.has(pid)) continue
        all.delete(pid)
        interesting.delete(pid)
      }
      // With hidepid other users' processes are not even listed; process 1 always belongs to root.
      hidden = !present.has(1)
      return interesting
    },
  }

  /** Another user's link may be hidden, and then counts as of this namespace; that of an ending process is gone. */
  function isOurs(pid: number): boolean {
    try {
      return readlinkSync(`/proc/${pid}/ns/net`) === ownNetwork
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EACCES'
    }
  }
}

const isKernelThread = (one: KnownProcess) => one.parentPid === 2 || one.pid === 2

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

/** Ticks count from boot, which `/proc/uptime` tells to a hundredth of a second. */
function startOf(startTicks: number, wallMs: number): number | null {
  const uptime = Number.parseFloat(readText('/proc/uptime') ?? '')
  return Number.isNaN(uptime) ? null : Math.round(wallMs - uptime * 1000 + startTicks * 10)
}
