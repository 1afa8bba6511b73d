/** Which stretch of time and which address the strip chart of an incident shows. */

import type { Subject } from '#lib/model/finding'
import { ALL_HOSTS, type NetworkSecond } from '#lib/views/network-view'

type Lasting = { startedAtMs: number; endedAtMs: number | null; subjects: readonly Subject[] }

/** Something of the calm before it, and of the one after it. */
const BEFORE_MS = 20_000
const AFTER_MS = 15_000
/** What lasts longer is shown from its beginning: that is where the cause is. */
const LONGEST_MS = 1_800_000

/** `nowMs` is the right edge while it lasts. Whole seconds. */
export function rangeOf(
  { startedAtMs, endedAtMs }: Pick<Lasting, 'startedAtMs' | 'endedAtMs'>,
  nowMs: number,
): { fromMs: number; toMs: number } {
  const fromMs = Math.floor((startedAtMs - BEFORE_MS) / 1000) * 1000
  const untilMs = endedAtMs === null ? nowMs : endedAtMs + AFTER_MS
  const toMs = Math.max(startedAtMs + AFTER_MS, Math.min(untilMs, fromMs + LONGEST_MS))
  return { fromMs, toMs: Math.ceil(toMs / 1000) * 1000 }
}

/** The address that it is about; all hosts together where it names none. */
export function vipOf({ subjects }: Pick<Lasting, 'subjects'>): string {
  return subjects.find((subject) => subject.type === 'vip')?.id ?? ALL_HOSTS
}

/** Live seconds stand in for stored ones; both oldest first. */
export function joinStrips(
  stored: readonly NetworkSecond[],
  live: readonly NetworkSecond[],
): readonly NetworkSecond[] {
  const [first] = live
  if (!first) return stored
  return [...stored.filter((each) => each.second < first.second), ...live]
}
