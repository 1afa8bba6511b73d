/** How far an incident reached, counted from the record; and earlier incidents that are like it. */

import type { Incident } from '../model/incident.ts'
import { incidentSubjects } from '../views/incident-subjects.ts'
import { type SimilarIncident, similarIncidents } from '../views/similar-incidents.ts'
import { type Impact, toImpact } from '../views/to-impact.ts'
import { fromIncidentRow } from './incident-row.ts'
import { loadSeries } from './load-series.ts'
import type { Store } from './store.ts'

/** Pools whose requests are counted; the others of a huge incident are named only. */
export const COUNTED_POOLS = 50
/** Earlier ones of the same kind that are compared. */
export const COMPARED_MOST = 100

/** `nowMs` is its end while it lasts. */
export async function loadImpact(store: Store, incident: Incident, nowMs: number): Promise<Impact> {
  const { pools } = incidentSubjects(incident)
  const stretch = { fromMs: incident.startedAtMs, toMs: incident.endedAtMs ?? nowMs }
  const series = await Promise.all(
    pools
      .slice(0, COUNTED_POOLS)
      .map(async (pool) => [pool, await loadSeries(store, pool, stretch)] as const),
  )
  return toImpact(incident, new Map(series))
}

export async function loadSimilar(store: Store, incident: Incident): Promise<SimilarIncident[]> {
  const rows = await store.prisma.incident.findMany({
    where: { kind: incident.kind, id: { not: incident.id } },
    orderBy: [{ startedAtMs: 'desc' }, { id: 'desc' }],
    take: COMPARED_MOST,
    select: { body: true },
  })
  return similarIncidents(
    incident,
    rows.flatMap((row) => fromIncidentRow(store, row.body) ?? []),
  )
}
