'use client'

/** Open incidents at the top of the page, each leading to its own: all of them, or those of one pool. */

import { concernsPool } from '#lib/views/incident-headline'
import type { IncidentView } from '#lib/views/network-view'
import { useLive } from '../../shell/live-provider.tsx'
import { RecordLink as Link } from '../../shell/record-link.tsx'
import { keptQuery, useUrlState } from '../../shell/url-state.ts'
import { useNow } from '../../shell/use-now.ts'
import { plural } from '../../words/format-number.ts'
import { IncidentRow } from './incident-row.tsx'
import { sortIncidents } from './sort-incidents.ts'

const NONE: IncidentView[] = []
const SHOWN = 5

export function OpenIncidents({ pool }: { pool?: string }) {
  const incidents = useLive((state) => state.shown?.incidents ?? NONE)
  const url = useUrlState()
  const nowMs = useNow()
  const open = sortIncidents(
    incidents.filter((each) => each.endedAtMs === null && (pool === undefined || concernsPool(each, pool))),
  )
  // What only informs is no alarm: it is counted here and told there.
  const pressing = open.filter((each) => each.severity !== 'info')
  const shown = pressing.slice(0, SHOWN)
  const more = pressing.length - shown.length
  const quiet = open.length - pressing.length
  if (open.length === 0) return null
  return (
    <section className="open-incidents" aria-label="Open incidents">
      <ul className="incident-rows panel" hidden={shown.length === 0}>
        {shown.map((incident) => (
          <IncidentRow
            key={incident.id}
            incident={incident}
            zone={url.zone}
            nowMs={nowMs}
            query={keptQuery(url)}
          />
        ))}
      </ul>
      {more + quiet > 0 && (
        <p className="quiet">
          <Link href={`/incidents${keptQuery(url)}`}>
            {[more > 0 && `${more} more`, quiet > 0 && `${plural(quiet, 'incident')} for information`]
              .filter(Boolean)
              .join(', ')}
          </Link>
        </p>
      )}
    </section>
  )
}
