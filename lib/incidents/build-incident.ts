/** One incident from its findings: cause, title, story and advice. */

import type { Finding, Severity, Subject } from '../model/finding.ts'
import type { Handling, Incident } from '../model/incident.ts'
import { adviceFor } from './advice.ts'
import { narrate } from './narrate.ts'
import { canCause, rankFindings, toCause } from './rank-causes.ts'
import { titleOf } from './title.ts'

const RANK: Severity[] = ['info', 'warning', 'critical']
export const MAX_SUBJECTS = 100
export const MAX_OTHER_CAUSES = 5

function worst(findings: Finding[]): Severity {
  return RANK[Math.max(...findings.map((one) => RANK.indexOf(one.severity)))] ?? 'info'
}

function allSubjects(findings: Finding[]): Subject[] {
  const byName = new Map<string, Subject>()
  for (const { subjects } of findings) for (const one of subjects) byName.set(`${one.type} ${one.id}`, one)
  return [...byName.values()].slice(0, MAX_SUBJECTS)
}

export function buildIncident(
  id: string,
  unordered: Finding[],
  endedAtMs: number | null,
  handling: Handling | null = null,
): Incident {
  const findings = rankFindings(unordered)
  const root = findings[0]!
  const rootCause = toCause(root)
  const otherCauses = findings.slice(1).filter((one) => canCause(one) && one.kind !== root.kind)
  return {
    id,
    kind: root.kind,
    title: titleOf(root, findings),
    severity: worst(findings),
    confidence: Math.round(root.confidence * 100) / 100,
    startedAtMs: Math.min(...findings.map((one) => one.startedAtMs)),
    detectedAtMs: Math.min(...findings.map((one) => one.detectedAtMs)),
    endedAtMs,
    rootCause,
    // What the first explains is less likely to be a cause of its own.
    otherCauses: otherCauses.slice(0, MAX_OTHER_CAUSES).map((one) => ({
      ...toCause(one),
      confidence: Math.round((1 - rootCause.confidence) * one.confidence * 100) / 100,
    })),
    subjects: allSubjects(findings),
    findings,
    narrative: narrate(findings, endedAtMs),
    advice: adviceFor(findings),
    ...(handling && { handling }),
  }
}
