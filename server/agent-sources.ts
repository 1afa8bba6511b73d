/** Each agent as a source: its clock, its lag, what it lacks or dropped, and when it has fallen silent. */

import type { HostReport } from '#lib/model/host-report'
import type { SourceDesk } from './source-desk.ts'

/** An agent is silent after this many of its intervals, and after this long at least. */
const BEATS = 3
const LEAST_MS = 3_000

export function createAgentSources(desk: SourceDesk, now: () => number) {
  const intervals = new Map<string, number>()
  return {
    heard(source: string, report: HostReport, arrivedAtMs: number) {
      const replayed = desk.get(source)?.kind === 'replay'
      if (!replayed) desk.open(source, 'agent', `agent on ${report.host}`, null)
      if (report.hello) intervals.set(source, report.hello.intervalMs)
      const lagMs = report.clock ? arrivedAtMs - report.atMs - report.clock.offsetMs : null
      desk.read(source, lagMs === null ? null : Math.max(0, lagMs))
      if (report.clock) desk.clock(source, report.clock.offsetMs, report.clock.errorMs)
      if (report.dropped) desk.lose(source, report.dropped.limit, report.dropped.reports)
    },
    /** Call it about once a second. */
    sweep() {
      const nowMs = now()
      for (const source of desk.all()) {
        if (source.kind !== 'agent' || source.state !== 'live') continue
        const mayMs = Math.max(LEAST_MS, BEATS * (intervals.get(source.name) ?? 1_000))
        const silentMs = nowMs - (source.lastReadingAtMs ?? nowMs)
        if (silentMs > mayMs)
          desk.lost(source.name, `silent for more than ${Math.round(mayMs / 1000)} s`, null)
      }
    },
  }
}
