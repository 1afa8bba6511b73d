/** When that happened which a report is measured from, as the lab saw it; null where it did not. */

import type { RunResult } from '../play/collect-result.ts'
import { cutSessions } from './pool-truth.ts'

const earliest = (times: number[]) => (times.length ? Math.min(...times) : null)

export function referenceTime(result: RunResult, after: string): number | null {
  const { events, connections, requests, startMs } = result
  const fault = events.find((event) => event.what === 'fault')?.atMs ?? null
  switch (after) {
    case 'first-fault':
      return fault ?? startMs
    case 'owner-changed':
    case 'two-owners':
      return events.find((event) => event.what === after)?.atMs ?? null
    case 'first-loss': {
      // Before the first fault nothing was lost; what is still under way at the end does not count as lost.
      const unanswered = connections.flatMap((one) => one.unansweredSinceMs ?? [])
      const failed = requests.flatMap((one) => one.firstFailedAtMs ?? [])
      const after = [...unanswered, ...failed].filter((atMs) => fault === null || atMs >= fault)
      return after.length ? Math.min(...after) : fault
    }
    case 'first-failed-request':
      return earliest(
        requests
          .flatMap((one) => one.failures?.map(({ atMs }) => atMs) ?? one.firstFailedAtMs ?? [])
          .filter((atMs) => atMs >= (fault ?? startMs)),
      )
    case 'sessions-cut':
      return earliest(cutSessions(connections).map((one) => one.ended!.atMs))
    case 'users-moved':
      return earliest(requests.flatMap((one) => one.moved?.map(({ atMs }) => atMs) ?? []))
    case 'second-eviction': {
      const evicted = events.flatMap((event) => (event.what === 'eviction' ? [event] : []))
      const [first] = evicted
      return evicted.find((one) => one.pool === first!.pool && one.server !== first!.server)?.atMs ?? null
    }
    case 'eviction':
    case 'pool-empty':
    case 'drain-started':
    case 'versions-differ':
      return events.find((event) => event.what === after && event.atMs >= (fault ?? startMs))?.atMs ?? null
    default:
      return events.find((event) => event.what === 'fault' && event.id === after)?.atMs ?? null
  }
}
