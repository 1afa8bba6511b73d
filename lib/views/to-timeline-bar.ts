/** An incident as a bar on the timeline, with its findings as bars of their own. */

import type { Finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { TimelineBar, TimelineFinding } from './timeline-view.ts'

export function toTimelineBar(incident: Incident): TimelineBar {
  const { id, kind, severity, title, startedAtMs, detectedAtMs, endedAtMs, subjects, findings } = incident
  const startedErrorMs = findings.find((each) => each.startedAtMs === startedAtMs)?.startedErrorMs ?? 0
  return {
    ...{ id, incidentId: id, kind, severity, title, startedAtMs, startedErrorMs, detectedAtMs, endedAtMs },
    subjects,
    findings: findings.map((finding) => toFindingBar(id, finding)),
  }
}

function toFindingBar(incidentId: string, finding: Finding): TimelineFinding {
  const { id, kind, severity, text, startedAtMs, startedErrorMs, detectedAtMs, endedAtMs, subjects } = finding
  return {
    ...{ id, incidentId, kind, severity, title: text, startedAtMs, startedErrorMs, detectedAtMs, endedAtMs },
    subjects: subjects.slice(0, 20),
  }
}
