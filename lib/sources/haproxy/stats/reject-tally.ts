/** Collects what could not be read as one entry a reason with a count, so that bad input stays small. */

import type { Reject } from '../../../model/stats-reading.ts'

/** How much of a rejected text is kept. */
export const MAX_REJECT_SAMPLE = 200

export type RejectTally = {
  add(reason: string, raw: string): void
  /** One entry a reason: its first text and how many there were. */
  list(): Reject[]
}

export function rejectTally(): RejectTally {
  const byReason = new Map<string, Reject & { count: number }>()
  return {
    add(reason, raw) {
      const known = byReason.get(reason)
      if (known) known.count++
      else byReason.set(reason, { reason, raw: raw.slice(0, MAX_REJECT_SAMPLE), count: 1 })
    },
    list: () => [...byReason.values()],
  }
}
