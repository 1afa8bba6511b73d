/** The order of incidents: those open and closed by nobody first, the worst before the rest, then the newest; and what a filter leaves. */

import type { Drill } from '#lib/model/drill'
import type { FindingKind, Severity } from '#lib/model/finding'
import { isOpenCase } from '#lib/views/incident-headline'
import type { IncidentView } from '#lib/views/network-view'

const RANK: Record<Severity, number> = { critical: 2, warning: 1, info: 0 }

export function sortIncidents(incidents: readonly IncidentView[]): IncidentView[] {
  const open = (each: IncidentView) => Number(isOpenCase(each))
  return [...incidents].sort(
    (a, b) =>
      open(b) - open(a) ||
      (open(a) ? RANK[b.severity] - RANK[a.severity] : 0) ||
      b.startedAtMs - a.startedAtMs ||
      a.id.localeCompare(b.id),
  )
}

/** The drill in which it began; null: it was not made on purpose. */
export const drillOf = ({ startedAtMs }: IncidentView, drills: readonly Drill[]): Drill | null =>
  drills.find((drill) => startedAtMs >= drill.fromMs && startedAtMs <= drill.toMs) ?? null

export type IncidentFilter = { kind: string | null; severity: string | null }

/** A kind fits where the incident or any of its findings is of it. */
export function filterIncidents(
  incidents: readonly IncidentView[],
  { kind, severity }: IncidentFilter,
): IncidentView[] {
  return incidents.filter(
    (each) =>
      (severity === null || each.severity === severity) &&
      (kind === null || each.kind === kind || each.findings.some((finding) => finding.kind === kind)),
  )
}

export function kindsOf(incidents: readonly IncidentView[]): FindingKind[] {
  const kinds = incidents.flatMap((each) => [each.kind, ...each.findings.map((finding) => finding.kind)])
  return [...new Set(kinds)].sort()
}

/** Live ones stand in for stored ones of the same id: they are newer. */
export function mergeIncidents(
  stored: readonly IncidentView[],
  live: readonly IncidentView[],
): IncidentView[] {
  const ids = new Set(live.map((each) => each.id))
  return [...live, ...stored.filter((each) => !ids.has(each.id))]
}
