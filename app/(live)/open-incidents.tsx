'use client'
/** Open incidents at the top of the page, each leading to its own. */

import type { IncidentView } from '#lib/views/network-view'
import { IncidentRow } from '../incidents/incident-row.tsx'
import { sortIncidents } from '../incidents/sort-incidents.ts'
import { useLive } from '../shell/live-provider.tsx'
import { keptQuery, useUrlState } from '../shell/url-state.ts'
import { useNow } from '../shell/use-now.ts'

const NONE: IncidentView[] = []
const SHOWN = 5

export function OpenIncidents() {
  const incidents = useLive((state) => state.shown?.incidents ?? NONE)
  const url = useUrlState()
  const nowMs = useNow()
  const open = sortIncidents(incidents.filter((each) => each.endedAtMs === null))
  if (open.length === 0) return null
  return (
    <section className="open-incidents" aria-label="Open incidents">
      <ul className="incident-rows panel">
        {open.slice(0, SHOWN).map((incident) => (
          <IncidentRow
            key={incident.id}
            incident={incident}
            zone={url.zone}
            nowMs={nowMs}
            query={keptQuery(url)}
          />
        ))}
      </ul>
      {open.length > SHOWN && <p className="quiet">and {open.length - SHOWN} more on Incidents</p>}
    </section>
  )
}
