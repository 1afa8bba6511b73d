/** A terminal that waits for a connection which is dead: its command, or what carries it, holds a bad one. */

import type { BadConnection } from '../model/finding.ts'
import type { Host } from '../model/host.ts'
import type { TerminalReading } from '../model/host-report.ts'
import { connectionKey } from './bad-connection.ts'
import { evidence, type FindingDraft, findingDraft, hostSubject, sure } from './finding-draft.ts'
import type { Scene } from './scene.ts'

type Bad = { connection: BadConnection; command: TerminalReading['commands'][number] | null }

function badOf(host: Host, terminal: TerminalReading, bad: Map<string, BadConnection>): Bad | null {
  for (const command of terminal.commands)
    for (const key of command.sockets) {
      const connection = bad.get(`${host.name} ${key}`)
      if (connection) return { connection, command }
    }
  const carried = terminal.carriedBy === null ? undefined : bad.get(`${host.name} ${terminal.carriedBy}`)
  return carried ? { connection: carried, command: terminal.commands[0] ?? null } : null
}

function toFinding(host: Host, terminal: TerminalReading, { connection, command }: Bad): FindingDraft {
  const subject = { type: 'terminal' as const, id: `${host.name}/${terminal.tty}` }
  // What came out since is older than the failure, or it is no failure of this terminal's.
  const sinceMs = Math.max(connection.sinceMs, terminal.lastOutputAtMs ?? 0)
  const what = command?.command ?? 'a shell'
  const socket = `${connection.local} ${connection.remote}`
  const when = { atMs: host.reportAtMs, errorMs: host.clock.errorMs }
  return findingDraft(
    {
      kind: 'stalled-terminal',
      rule: 'command-on-dead-connection',
      severity: 'warning',
      confidence: sure(command === null ? 0.85 : 0.93),
      subjects: [subject, hostSubject(host.name), { type: 'connection', id: socket }],
      startedAtMs: sinceMs,
      startedErrorMs: 1_000 + host.clock.errorMs,
      text: `${subject.id} waits for ${what} on a dead connection to ${connection.remote} (${connection.class})`,
    },
    {
      evidence: [
        evidence(
          'terminal',
          'client',
          host.name,
          subject,
          when,
          `${what}${command ? ` (pid ${command.pid})` : ''} is in the foreground of ${terminal.tty} and holds ${socket}`,
        ),
      ],
      connections: [connection],
      facts: {
        command: what,
        pid: command?.pid ?? null,
        tty: terminal.tty,
        sinceMs,
        socket,
        class: connection.class,
      },
    },
  )
}

/** `bad` are the connections that other detectors found dead. */
export function detectStalledTerminal(scene: Scene, bad: BadConnection[]): FindingDraft[] {
  if (bad.length === 0) return []
  const byKey = new Map(bad.filter((one) => one.class !== 'orphan').map((one) => [connectionKey(one), one]))
  const found: FindingDraft[] = []
  for (const host of scene.world.hosts.values())
    for (const terminal of host.terminals) {
      const one = badOf(host, terminal, byKey)
      if (one !== null) found.push(toFinding(host, terminal, one))
    }
  return found
}
