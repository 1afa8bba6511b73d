/** Incidents of a stretch of time, newest first; one by its id; those that still last. */

import type { Incident } from '../model/incident.ts'
import { fromIncidentRow } from './incident-row.ts'
import type { Store } from './store.ts'

export const INCIDENTS_LIMIT = 500

export type IncidentsQuestion = { fromMs: number; toMs: number; limit: number }

/** Those that lasted at any moment of the stretch, both ends included. */
export async function loadIncidents(store: Store, question: IncidentsQuestion): Promise<Incident[]> {
  const rows = await store.prisma.incident.findMany({
    where: {
      startedAtMs: { lte: question.toMs },
      OR: [{ endedAtMs: null }, { endedAtMs: { gte: question.fromMs } }],
    },
    orderBy: [{ startedAtMs: 'desc' }, { id: 'desc' }],
    take: Math.min(Math.max(1, Math.floor(question.limit) || 1), INCIDENTS_LIMIT),
    select: { body: true },
  })
  return rows.flatMap((row) => fromIncidentRow(store, row.body) ?? [])
}

export async function loadIncident(store: Store, id: string): Promise<Incident | null> {
  const row = await store.prisma.incident.findUnique({ where: { id }, select: { body: true } })
  return row && fromIncidentRow(store, row.body)
}
