/** Processes and VRRP instances of a host, list against list. */

import type { Host } from '../model/host.ts'
import type { HostReport, VrrpReading, WatchedProcess } from '../model/host-report.ts'
import type { Taking } from './taking.ts'

export const MAX_PROCESSES = 500
export const MAX_VRRP = 200

/** Stopped by a signal or a debugger. */
const isStopped = (process: WatchedProcess) => process.state === 'T' || process.state === 't'

export function applyProcesses(host: Host, report: HostReport, taking: Taking): void {
  if (report.processes === undefined) return
  const before = new Map(host.processes.map((one) => [one.pid, one]))
  host.processes = report.processes.slice(0, MAX_PROCESSES)
  if (taking.first) return
  const { sinceMs: atMs, errorMs } = taking.between()
  for (const now of host.processes) {
    const was = before.get(now.pid)
    before.delete(now.pid)
    const another = was !== undefined && was.command !== now.command
    if (was === undefined || another) taking.add({ what: 'process', atMs, errorMs, from: null, to: now })
    else if (isStopped(was) !== isStopped(now))
      taking.add({ what: 'process', atMs, errorMs, from: was, to: now })
  }
  for (const was of before.values()) taking.add({ what: 'process', atMs, errorMs, from: was, to: null })
}

const vrrpKey = (one: VrrpReading) => `${one.instance} ${one.link ?? ''}`

export function applyVrrp(host: Host, report: HostReport, taking: Taking): void {
  if (report.vrrp === undefined) return
  const before = new Map(host.vrrp.map((one) => [vrrpKey(one), one]))
  host.vrrp = report.vrrp.slice(0, MAX_VRRP)
  if (taking.first) return
  const { sinceMs: atMs, errorMs } = taking.between()
  for (const now of host.vrrp) {
    const was = before.get(vrrpKey(now)) ?? null
    before.delete(vrrpKey(now))
    if (was?.state === now.state && was.priority === now.priority) continue
    taking.add({ what: 'vrrp', atMs, errorMs, from: was, to: now })
  }
  for (const was of before.values()) taking.add({ what: 'vrrp', atMs, errorMs, from: was, to: null })
}
