/** When that happened which a report is measured from, as the lab saw it; null where it did not. */

import type { RunResult } from '../play/collect-result.ts'

export function referenceTime(
  { events, connections, requests, startMs }: RunResult,
  after: string,
): number | null {
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
    default:
      return events.find((event) => event.what === 'fault' && event.id === after)?.atMs ?? null
  }
}
