'use client'
/** Keeps a whole incident current: asked for again whenever the live list shows that it changed. */

import type { Incident } from '#lib/model/incident'
import { useLive } from '../../../shell/live-provider.tsx'
import { type Asked, useAsked } from '../../../shell/use-asked.ts'

/** The API's path of an incident, or of something about it. */
export const incidentPath = (id: string, about = '') =>
  `/api/v1/incidents/${encodeURIComponent(id)}${about && `/${about}`}`

/** An incident that was merged into another is answered with that other. */
export function useIncident(id: string, stored: Incident | null): Asked<Incident | null> {
  const said = useLive((state) => {
    const live = state.shown?.incidents.find((each) => each.id === id)
    return live ? JSON.stringify(live) : null
  })
  const gone = useLive(
    (state) => state.shown !== null && !state.shown.incidents.some((each) => each.id === id),
  )
  return useAsked(incidentPath(id), stored, said ?? (stored === null || gone ? 'unlisted' : null))
}
