/** A process that is another than before, or is on its way out. */

import type { ProcessReading } from '../model/stats-reading.ts'
import { type EventDraft, eventDraft } from './event-draft.ts'

/** A start counted back from whole seconds of uptime wanders by this much. */
export const START_JITTER_MS = 3_000

/** True where the two answers come from different processes. */
export function restarted(previous: ProcessReading, next: ProcessReading): boolean {
  if (previous.pid !== null && next.pid !== null && previous.pid !== next.pid) return true
  if (previous.startedAtMs === null || next.startedAtMs === null) return false
  return next.startedAtMs - previous.startedAtMs > START_JITTER_MS
}

/** Both answers are of the same worker name; the first gives no events. */
export function diffProcess(previous: ProcessReading | null, next: ProcessReading): EventDraft[] {
  if (previous === null) return []
  const told = { loadBalancer: next.loadBalancer, source: next.source, observedAtMs: next.atMs }
  if (restarted(previous, next)) {
    const started = next.startedAtMs
    const time =
      started !== null && started <= next.atMs
        ? { atMs: Math.min(started + 500, next.atMs), errorMs: 1_000 }
        : { atMs: next.atMs, errorMs: next.atMs - previous.atMs }
    const version = next.version === previous.version ? null : next.version
    return [
      eventDraft(
        { kind: 'process-started', ...told, ...time },
        { from: pidWord(previous), to: pidWord(next), info: version === null ? null : `version ${version}` },
      ),
    ]
  }
  if (!next.stopping || previous.stopping) return []
  const errorMs = Math.ceil((next.atMs - previous.atMs) / 2)
  return [
    eventDraft(
      { kind: 'process-stopping', ...told, atMs: next.atMs - errorMs, errorMs },
      { to: pidWord(next) },
    ),
  ]
}

function pidWord(reading: ProcessReading): string | null {
  return reading.pid === null ? null : `pid ${reading.pid}`
}
