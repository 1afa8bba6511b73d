/** An incident and its findings, without their evidence: what lists and the live page draw. */

import type { Finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { FindingView, IncidentView } from './network-view.ts'

export function toFindingView(finding: Finding): FindingView {
  const { id, kind, severity, confidence, text, subjects } = finding
  const { startedAtMs, startedErrorMs, detectedAtMs, endedAtMs, connectionsTotal } = finding
  const kernelNotice = finding.kernelNotice?.text ?? null
  return {
    ...{ id, kind, severity, confidence, text, subjects, startedAtMs, startedErrorMs },
    ...{ detectedAtMs, endedAtMs, connectionsTotal, kernelNotice },
  }
}

export function toIncidentView(incident: Incident): IncidentView {
  const { id, kind, title, severity, confidence, startedAtMs, detectedAtMs, endedAtMs, subjects } = incident
  const { kind: causeKind, subject, reason, confidence: causeConfidence } = incident.rootCause
  return {
    ...{ id, kind, title, severity, confidence, startedAtMs, detectedAtMs, endedAtMs, subjects },
    rootCause: { kind: causeKind, subject, reason, confidence: causeConfidence },
    findings: incident.findings.map(toFindingView),
    ...(incident.handling && { handling: incident.handling }),
  }
}
