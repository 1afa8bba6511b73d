/** An agent's report, one JSON line → a HostReport whose clock is always known, however roughly. */

import type { HostReport } from '../../model/host-report.ts'
import { reportShape } from './report-shape.ts'

/** How far off the clock may be of an agent that has not measured it: as late as the report may have come. */
export const UNMEASURED_ERROR_MS = 1_000

export type ReportRead = { ok: true; report: HostReport } | { ok: false; reason: string; raw: string }

/**
 * `arrivedAtMs` is on the dashboard's clock; `shiftMs` moves a recording to now.
 * Reasons: `not-json`, `bad-report: <path>`.
 */
export function parseReport(text: string, arrivedAtMs: number, shiftMs = 0): ReportRead {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'not-json', raw: text }
  }
  const parsed = reportShape.safeParse(value)
  if (!parsed.success)
    return { ok: false, reason: `bad-report: ${parsed.error.issues[0]?.path.join('.')}`, raw: text }
  const report = parsed.data as HostReport
  const measured = report.clock ?? {
    offsetMs: arrivedAtMs - shiftMs - report.atMs,
    errorMs: UNMEASURED_ERROR_MS,
  }
  return { ok: true, report: { ...report, clock: { ...measured, offsetMs: measured.offsetMs + shiftMs } } }
}
