/** Incidents for the API: what is in memory as it is now, what is older from the store. */

import type { Incident } from '#lib/model/incident'
import { loadImpact, loadSimilar } from '#lib/store/load-impact'
import { loadIncident, loadIncidents } from '#lib/store/load-incidents'
import type { Store } from '#lib/store/store'
import type { IncidentsPort } from './api/incidents.ts'

export function createFindIncidents(
  store: Store,
  port: Pick<IncidentsPort, 'mergedInto' | 'now'> & { live: () => Incident[] },
): Omit<IncidentsPort, 'now'> {
  const { live, mergedInto, now } = port
  return {
    async incidents(question) {
      const { fromMs, toMs, limit } = question
      const byId = new Map((await loadIncidents(store, question)).map((one) => [one.id, one]))
      for (const one of live()) {
        byId.delete(one.id)
        if (one.startedAtMs <= toMs && (one.endedAtMs ?? Number.POSITIVE_INFINITY) >= fromMs)
          byId.set(one.id, one)
      }
      return [...byId.values()].sort((a, b) => b.startedAtMs - a.startedAtMs).slice(0, limit)
    },
    async incident(id) {
      const alive = live().find((one) => one.id === id)
      if (alive) return alive
      // For a moment after a merge the record still has both.
      return (await mergedInto(id)) === null ? loadIncident(store, id) : null
    },
    mergedInto,
    impact: (incident) => loadImpact(store, incident, now()),
    similar: (incident) => loadSimilar(store, incident),
  }
}
