/** Which stretch of time, pools and addresses the evidence of an incident covers. */

import type { Subject } from '../model/finding.ts'
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

/** Pools as `lb1/app` and addresses that it is about; those of the incident itself before those of its findings. */
export function evidenceSubjects(incident: Pick<Incident, 'subjects' | 'findings'>): {
  pools: string[]
  addresses: string[]
} {
  const subjects: Subject[] = [
    ...incident.subjects,
    ...incident.findings.flatMap((finding) => finding.subjects),
  ]
  const pools = new Set<string>()
  const addresses = new Set<string>()
  for (const { type, id } of subjects) {
    if (type === 'vip') addresses.add(id)
    if (type === 'pool') pools.add(id)
    if (type === 'server' && id.includes('/')) pools.add(id.slice(0, id.lastIndexOf('/')))
  }
  return { pools: [...pools], addresses: [...addresses] }
}
