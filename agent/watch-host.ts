/** Processes, terminals, keepalived and counters of this host, as far as this user may see them. */

import type { AgentHello } from '../lib/model/host-report.ts'
import { ESTABLISHED } from '../lib/sources/host/tcp-state-names.ts'
import { createHeldSockets } from './held-sockets.ts'
import { createKeepalived } from './keepalived.ts'
import type { SocketLook } from './look-at-sockets.ts'
import { createProcessList, type KnownProcess } from './process-list.ts'
import { readCounters } from './read-counters.ts'
import type { ReportBody } from './report-body.ts'
import type { AgentSettings } from './run-agent.ts'
import { readTerminals } from './terminals.ts'
import { createPulse, readWatched, watchedOf } from './watched-processes.ts'

const PULSE_EVERY_MS = 200

export type HostWatch = {
  /** What changed since the last beat; everything when it is to be told anew. */
  beat: (retell: boolean) => ReportBody
  /** keepalived's state, where an address that came or went changed it. */
  vrrp: () => ReportBody
  lacks: () => AgentHello['lacks']
  stop: () => void
}

export function watchHost(given: {
  settings: AgentSettings
  look: SocketLook
  held: () => Set<string>
  wallMs: () => number
  steadyMs: () => number
  onUrgent: (body: ReportBody) => void
}): HostWatch {
  const { look, settings } = given
  const list = createProcessList()
  const files = createHeldSockets()
  const keepalived = createKeepalived()
  const pulse = createPulse()
  const said = new Map<string, string>()
  let processes = new Map<number, KnownProcess>()

  function pick<K extends keyof ReportBody>(
    name: K,
    value: ReportBody[K] | null,
    retell: boolean,
  ): ReportBody {
    if (value === null || value === undefined) return {}
    const text = JSON.stringify(value)
    if (!retell && said.get(name) === text) return {}
    said.set(name, text)
    return { [name]: value } as ReportBody
  }

  /** Who holds which socket; what was not known before is told with its socket again. */
  function learnOwners(): Map<number, string> {
    const { owners, table } = look
    const fresh = new Set<number>()
    const wanted = new Set<number>()
    const learn = ({ pid, command }: { pid: number; command: string }, named: boolean) => {
      for (const inode of files.of(pid) ?? []) {
        if (named) wanted.add(inode)
        const owner = owners.get(inode)
        if (owner && (owner.pid === pid || list.parentOf(owner.pid))) continue
        owners.set(inode, { pid, command })
        fresh.add(inode)
      }
    }
    for (const one of processes.values()) learn(one, one.terminal !== null || one.command.startsWith('sshd'))
    const sockets = new Map<number, string>()
    if (owners.size === 0) return sockets
    counts.clear()
    for (let id = 0; id < table.end; id++) {
      if (!table.seen[id]) continue
      const inode = table.inode[id]!
      const owner = owners.get(inode)
      if (!owner) continue
      if (fresh.has(inode)) table.dirty[id] = 1
      if (wanted.has(inode)) sockets.set(inode, `${table.local(id)} ${table.remote(id)}`)
      if (table.state[id] === ESTABLISHED) counts.set(owner.pid, (counts.get(owner.pid) ?? 0) + 1)
    }
    return sockets
  }
  const counts = new Map<number, number>()

  function readProcesses(retell: boolean): ReportBody {
    const steadyMs = given.steadyMs()
    processes = list.scan(given.wallMs(), steadyMs)
    files.begin(steadyMs)
    files.forget((pid) => processes.has(pid))
    const sockets = learnOwners()
    pulse.follow(watchedOf(processes))
    const watched = readWatched({
      processes,
      held: files,
      listeningPort: (inode) => look.listening.get(inode)?.port ?? null,
      connectionsOf: (pid) => counts.get(pid) ?? 0,
    })
    const terminals = readTerminals({
      processes,
      list,
      held: files,
      socketOf: (inode) => sockets.get(inode) ?? null,
      sendArguments: settings.sendArguments,
      sendUsers: settings.sendUsers,
    })
    return {
      ...pick('processes', watched, retell),
      ...pick('terminals', terminals, retell),
      ...readVrrp(retell),
    }
  }

  function readVrrp(retell: boolean): ReportBody {
    const vrrp = keepalived.read(processes.values(), given.held(), given.steadyMs())
    return vrrp.length || said.has('vrrp') ? pick('vrrp', vrrp, retell) : {}
  }

  const timer = setInterval(() => {
    if (!pulse.changed()) return
    const body = readProcesses(false)
    if (Object.keys(body).length) given.onUrgent(body)
  }, PULSE_EVERY_MS)

  return {
    beat(retell) {
      const listens = [...new Set([...look.listening.values()].map((one) => one.text))].sort()
      return {
        ...pick('tcp', readCounters()?.counters ?? null, retell),
        ...pick('listens', listens, retell),
        ...readProcesses(retell),
      }
    },
    vrrp: () => readVrrp(false),
    lacks() {
      const out: AgentHello['lacks'] = []
      const user = process.getuid?.()
      if (list.hidden()) out.push({ what: 'processes of other users', why: '/proc hides them (hidepid)' })
      else if (user !== 0)
        out.push({ what: 'sockets of other users’ processes', why: `runs as user ${user}, not as root` })
      const config = keepalived.lacking()
      if (config) out.push({ what: 'keepalived’s instances', why: config })
      return out
    },
    stop() {
      clearInterval(timer)
      pulse.stop()
    },
  }
}
