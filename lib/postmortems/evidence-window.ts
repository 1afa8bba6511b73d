/** Which stretch of time the evidence of an incident covers. */

import type { Incident } from '../model/incident.ts'
import { MARGIN_AFTER_MS, MARGIN_BEFORE_MS, WINDOW_LONGEST_MS } from './frozen-evidence.ts'

/** Whole seconds; ends now where the incident still lasts or has only just ended. */
export function evidenceWindow(
  { startedAtMs, endedAtMs }: Pick<Incident, 'startedAtMs' | 'endedAtMs'>,
  nowMs: number,
): { fromMs: number; toMs: number } {
  const fromMs = Math.floor((startedAtMs - MARGIN_BEFORE_MS) / 1000) * 1000
  const untilMs = endedAtMs === null ? nowMs : Math.min(nowMs, endedAtMs + MARGIN_AFTER_MS)
  const toMs = Math.max(fromMs + 1000, Math.ceil(Math.min(untilMs, fromMs + WINDOW_LONGEST_MS) / 1000) * 1000)
  return { fromMs, toMs }
}
