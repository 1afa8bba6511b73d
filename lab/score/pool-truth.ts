/** What the lab itself knows of a run's pools: requests by server, sessions open and cut around a drain, people moved. */

import type { ClientConnection } from '../net/programs/connect.ts'
import type { RunResult } from '../play/collect-result.ts'

type Told = Pick<RunResult, 'events' | 'connections' | 'requests' | 'endMs' | 'scenario'>

/** Ended before the client meant them to, and not by the client. */
export const cutSessions = <One extends ClientConnection>(connections: readonly One[]): One[] =>
  connections.filter(
    ({ ended, endsAtMs }) =>
      endsAtMs !== undefined && ended !== null && ended.why !== 'done' && ended.why !== 'stopped',
  )

export type DrainTruth = {
  pool: string
  server: string
  atMs: number
  openAtStart: number
  openAtEnd: number
  /** Of those open at the start. */
  cut: number
  /** Sessions that came to the server after it began. */
  arrivedLater: number
}

/** By the clients' own word; a session whose server is not known counts for every one. */
export function drainTruths({ events, connections, endMs, scenario }: Told): DrainTruth[] {
  const portOf = new Map(scenario.site.services.map((one) => [one.name, `:${one.port}`]))
  return events.flatMap((event) => {
    if (event.what !== 'drain-started') return []
    const { pool, server, atMs } = event
    const mine = connections.filter(
      (one) =>
        one.endsAtMs !== undefined &&
        one.remote.endsWith(portOf.get(pool) ?? '') &&
        (one.server === server || one.server === null),
    )
    const open = mine.filter((one) => one.openedAtMs <= atMs && (one.ended?.atMs ?? endMs) > atMs)
    return [
      {
        ...{ pool, server, atMs, openAtStart: open.length },
        openAtEnd: open.filter((one) => !one.ended || one.ended.why === 'stopped').length,
        cut: cutSessions(open).length,
        arrivedLater: mine.filter((one) => one.server === server && one.openedAtMs > atMs).length,
      },
    ]
  })
}

export function poolLines(result: Told): string[] {
  const lines: string[] = []
  for (const { task, ok, failed, byServer, moved } of result.requests) {
    if (!byServer) continue
    const each = Object.entries(byServer)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => `${name} ${one.failed} of ${one.ok + one.failed}`)
    lines.push(`${task}: ${failed} of ${ok + failed} failed (${each.join(', ')})`)
    if (moved?.length)
      lines.push(
        `${task}: ${new Set(moved.map((one) => one.user)).size} people had to change their server ${moved.length} times`,
      )
  }
  const sessions = result.connections.filter((one) => one.endsAtMs !== undefined)
  if (sessions.length) {
    const cut = cutSessions(sessions)
    const whys = [...new Set(cut.map((one) => one.ended!.why))]
    lines.push(
      `${sessions.length} long sessions, ${cut.length} cut${whys.length ? ` (${whys.join(', ')})` : ''}`,
    )
  }
  for (const drain of drainTruths(result))
    lines.push(
      `drain of ${drain.pool}/${drain.server}: ${drain.openAtStart} sessions at its start, ${drain.cut} of them cut, ${drain.openAtEnd} open at the end, ${drain.arrivedLater} came later`,
    )
  return lines
}
