/** A host's moments on the dashboard's clock, and how far off they may be. */

import type { Host } from '../model/host.ts'
import type { HostReport } from '../model/host-report.ts'

/** Before the first measure: a report is as old as it took to come, which is not known. */
export const UNMEASURED_ERROR_MS = 1_000
/** An offset of last time that the agent has not measured again yet. */
export const OLD_MEASURE_ERROR_MS = 100
/** A first look: it has been so for nobody knows how long. */
export const FIRST_LOOK_ERROR_MS = 3_600_000

export type HostClock = Host['clock']

/** `before` is null for a host heard for the first time. */
export function hostClock(before: HostClock | null, report: HostReport, arrivedAtMs: number): HostClock {
  const latest = arrivedAtMs - report.atMs
  if (report.clock !== null) {
    // A report cannot arrive before it was made: then the host's clock was set since it was measured.
    const early = report.clock.offsetMs - report.clock.errorMs > latest
    return early ? { offsetMs: latest, errorMs: UNMEASURED_ERROR_MS } : report.clock
  }
  if (before === null) return { offsetMs: latest, errorMs: UNMEASURED_ERROR_MS }
  if (before.offsetMs - before.errorMs > latest) return { offsetMs: latest, errorMs: UNMEASURED_ERROR_MS }
  const errorMs = Math.max(before.errorMs, OLD_MEASURE_ERROR_MS)
  return { offsetMs: before.offsetMs, errorMs }
}

/** How much what is already known of a host must move, now that its clock is measured for the first time. */
export function correction(before: HostClock, now: HostClock): number {
  const firstMeasure = before.errorMs >= UNMEASURED_ERROR_MS && now.errorMs < UNMEASURED_ERROR_MS
  return firstMeasure ? now.offsetMs - before.offsetMs : 0
}

/** Moves everything that is known of a host in time. */
export function shiftHost(host: Host, byMs: number): void {
  if (byMs === 0) return
  host.reportAtMs += byMs
  for (const link of host.links.values()) link.sinceMs += byMs
  for (const address of host.addresses.values()) address.sinceMs += byMs
  for (const since of host.lost.values()) since.sinceMs += byMs
  for (const neighbour of host.neighbours.values()) {
    neighbour.macSince.sinceMs += byMs
    for (const mac of neighbour.macs) mac.untilMs += byMs
  }
  for (const socket of host.sockets.values()) {
    socket.firstSeenMs += byMs
    if (socket.detailAtMs !== null) socket.detailAtMs += byMs
    if (socket.stuckSinceMs !== null) socket.stuckSinceMs += byMs
    if (socket.goneAtMs !== null) socket.goneAtMs += byMs
  }
  for (const look of host.looks) {
    look.atMs += byMs
    look.endedAtMs += byMs
  }
}
