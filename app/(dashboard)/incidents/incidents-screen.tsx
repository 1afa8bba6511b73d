'use client'

/** The list of incidents, narrowed by what the address of the page says. */

import { useMemo } from 'react'
import type { Drill } from '#lib/model/drill'
import { isOpenCase } from '#lib/views/incident-headline'
import type { IncidentView } from '#lib/views/network-view'
import { RecordLink as Link } from '../../shell/record-link.tsx'
import './incidents.css'
import { useLive } from '../../shell/live-provider.tsx'
import { keptQuery, useUrlState, writeUrl } from '../../shell/url-state.ts'
import { useKeys } from '../../shell/use-keys.ts'
import { useNow } from '../../shell/use-now.ts'
import { plural } from '../../words/format-number.ts'
import { IncidentFilters } from './incident-filters.tsx'
import { IncidentRow } from './incident-row.tsx'
import { drillOf, filterIncidents, kindsOf, mergeIncidents, sortIncidents } from './sort-incidents.ts'
import { useIncidentKeys } from './use-incident-keys.ts'

const NONE: IncidentView[] = []

type Props = { stored: IncidentView[]; days: number; drills: Drill[] }

export function IncidentsScreen({ stored, days, drills }: Props) {
  const url = useUrlState()
  const live = useLive((state) => state.shown?.incidents ?? NONE)
  const nowMs = useNow()
  const all = useMemo(() => sortIncidents(mergeIncidents(stored, live)), [stored, live])
  const shown = filterIncidents(all, url)
  const open = all.filter(isOpenCase).length
  useIncidentKeys(shown, url)
  useKeys({ Escape: () => writeUrl({ selection: null }) })
  return (
    <div className="incidents-page">
      <h1>{sentence(all.length, open, days)}</h1>
      {all.length > 0 ? (
        <section className="panel" aria-labelledby="incidents-title">
          <div className="panel-head">
            <h2 id="incidents-title">Open first, then newest</h2>
            <IncidentFilters kinds={kindsOf(all)} />
            <Link href={`/drills${keptQuery(url)}`}>Drills</Link>
            <span className="shown">
              {shown.length} of {all.length} shown
            </span>
          </div>
          <ul className="incident-rows">
            {shown.map((incident) => (
              <IncidentRow
                key={incident.id}
                incident={incident}
                zone={url.zone}
                nowMs={nowMs}
                query={keptQuery(url)}
                selected={url.selection === incident.id}
                dated
                drill={drillOf(incident, drills)}
              />
            ))}
          </ul>
          {shown.length === 0 && <p className="nothing">No incident is of this kind and severity.</p>}
        </section>
      ) : (
        <p className="nothing panel">
          An incident opens when findings of one cause come together: an address that moves or is held twice,
          connections that look alive and are dead, terminals that stand still. What hosts can tell needs an
          agent on them: <Link href={`/sources${keptQuery(url)}`}>how to start one</Link>.
        </p>
      )}
    </div>
  )
}

function sentence(count: number, open: number, days: number): string {
  if (count === 0) return `No incident in the last ${days} days.`
  if (open === 0) return `No open incident; ${plural(count, 'incident')} in the last ${days} days.`
  return `${plural(open, 'open incident')}, ${count - open} over.`
}
