/** Each terminal: what runs in its foreground, the sockets that holds, and the connection that carries it. */

import { readFileSync, statSync } from 'node:fs'
import type { TerminalReading } from '../lib/model/host-report.ts'
import type { HeldSockets } from './held-sockets.ts'
import type { KnownProcess, ProcessList } from './process-list.ts'
import { readText } from './read-text.ts'

export const MAX_TERMINALS = 256
const MAX_COMMANDS = 16
const MAX_SOCKETS = 32
const MAX_ARGUMENTS = 400
/** Shell, sudo, su and the like between a terminal and its sshd. */
const MAX_ANCESTORS = 12
const CARRIER = /^(sshd|in\.telnetd|telnetd)/

export function readTerminals(given: {
  processes: Map<number, KnownProcess>
  list: ProcessList
  held: HeldSockets
  /** `local remote` of a socket, null where it is none of TCP's. */
  socketOf: (inode: number) => string | null
  sendArguments: boolean
  sendUsers: boolean
}): TerminalReading[] {
  const byTerminal = new Map<string, KnownProcess[]>()
  for (const process of given.processes.values()) {
    if (!process.terminal) continue
    const own = byTerminal.get(process.terminal)
    if (own) own.push(process)
    else byTerminal.set(process.terminal, [process])
  }
  const terminals: TerminalReading[] = []
  for (const [tty, processes] of byTerminal) {
    if (terminals.length >= MAX_TERMINALS) break
    const foreground = processes.find((one) => one.foregroundGroup > 0)?.foregroundGroup
    const commands = processes.filter((one) => one.group === foreground)
    const depth = (one: KnownProcess) => {
      let steps = 0
      for (let at = one; steps < MAX_ANCESTORS; steps++) {
        const parent = processes.find((other) => other.pid === at.parentPid)
        if (!parent) break
        at = parent
      }
      return steps
    }
    const ordered = commands.map((one) => ({ one, depth: depth(one) })).sort((a, b) => b.depth - a.depth)
    const files = filesOf(tty)
    terminals.push({
      tty,
      user: given.sendUsers && files ? userName(files.uid) : null,
      commands: ordered.slice(0, MAX_COMMANDS).map(({ one }) => ({
        pid: one.pid,
        command: one.command,
        arguments: given.sendArguments ? argumentsOf(one.pid) : null,
        startedAtMs: one.startedAtMs,
        state: /^[RSD]$/.test(one.state) ? 'S' : one.state,
        sockets: socketsOf(one.pid),
      })),
      carriedBy: carrierOf(processes),
      lastOutputAtMs: files?.writtenMs ?? null,
      lastInputAtMs: files?.readMs ?? null,
    })
  }
  return terminals.sort((a, b) => a.tty.localeCompare(b.tty, 'en', { numeric: true }))

  function socketsOf(pid: number): string[] {
    const sockets: string[] = []
    for (const inode of given.held.of(pid) ?? []) {
      const socket = given.socketOf(inode)
      if (socket && sockets.length < MAX_SOCKETS) sockets.push(socket)
    }
    return sockets.sort()
  }

  function carrierOf(processes: KnownProcess[]): string | null {
    const leader = processes.find((one) => one.pid === one.session) ?? processes[0]
    let pid = leader?.parentPid ?? 0
    for (let steps = 0; pid > 1 && steps < MAX_ANCESTORS; steps++) {
      const parent = given.list.parentOf(pid)
      if (!parent) return null
      if (CARRIER.test(parent.command)) {
        const [socket] = socketsOf(pid)
        if (socket) return socket
      }
      pid = parent.parentPid
    }
    return null
  }
}

/** The kernel moves these times in steps of up to eight seconds, so that nobody counts key strokes. */
function filesOf(tty: string): { writtenMs: number; readMs: number; uid: number } | null {
  try {
    const { mtimeMs, atimeMs, uid } = statSync(`/dev/${tty}`)
    return { writtenMs: Math.round(mtimeMs), readMs: Math.round(atimeMs), uid }
  } catch {
    return null
  }
}

function argumentsOf(pid: number): string | null {
  const text = readText(`/proc/${pid}/cmdline`)
  return text === null
    ? null
    : text.replace(/\0+$/, '').split('\0').slice(1).join(' ').slice(0, MAX_ARGUMENTS)
}

function userName(uid: number): string | null {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((one) => one.split(':')[2] === `${uid}`)
    return line?.split(':')[0] ?? `${uid}`
  } catch {
    return `${uid}`
  }
}
