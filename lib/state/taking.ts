/** One report while it is taken in: its times on the dashboard's clock, and the changes found so far. */

import type { Since } from '../model/host.ts'
import type { HostChanged } from '../model/host-changes.ts'
import { FIRST_LOOK_ERROR_MS, type HostClock } from './host-clock.ts'

/** Changes handed on from one report; a storm is counted, not told. */
export const MAX_CHANGES = 400

/** A change that the kernel announced is exact but for the clock. */
const ANNOUNCED_ERROR_MS = 5

export type Taking = ReturnType<typeof startTaking>

/** `beforeMs` is when the report before was made, null for a host's first. Both on the dashboard's clock. */
export function startTaking(clock: HostClock, beforeMs: number | null, atMs: number) {
  const changes: HostChanged[] = []
  let cut = 0
  return {
    atMs,
    first: beforeMs === null,
    changes,
    cut: () => cut,
    toDashboard: (hostMs: number) => hostMs + clock.offsetMs,
    /** What the kernel announced, with its own time. */
    announced: (hostMs: number): Since => ({
      sinceMs: hostMs + clock.offsetMs,
      errorMs: clock.errorMs + ANNOUNCED_ERROR_MS,
    }),
    /** What is different from the report before: some time between the two. */
    between(): Since {
      if (beforeMs === null) return { sinceMs: atMs, errorMs: FIRST_LOOK_ERROR_MS }
      const half = Math.max(0, (atMs - beforeMs) / 2)
      return { sinceMs: Math.round(atMs - half), errorMs: Math.ceil(half) + clock.errorMs }
    },
    add(change: HostChanged) {
      if (changes.length < MAX_CHANGES) changes.push(change)
      else cut++
    },
  }
}
