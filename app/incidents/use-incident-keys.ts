'use client'
/** Moves the selection among incidents by key, and opens the selected one. */

import { useRouter } from 'next/navigation'
import type { IncidentView } from '#lib/views/network-view'
import { keptQuery, type UrlState, writeUrl } from '../shell/url-state.ts'
import { useKeys } from '../shell/use-keys.ts'
import { incidentHref, incidentRowId } from './incident-row.tsx'

export function useIncidentKeys(incidents: readonly IncidentView[], url: UrlState): void {
  const router = useRouter()
  const at = incidents.findIndex((each) => each.id === url.selection)
  const move = (way: 1 | -1) => {
    const next = incidents[at === -1 ? (way === 1 ? 0 : incidents.length - 1) : at + way]
    if (!next) return
    writeUrl({ selection: next.id })
    const row = document.getElementById(incidentRowId(next.id))
    row?.scrollIntoView({ block: 'nearest' })
    // Enter belongs to what has the focus: that must be the row, not the link that led here.
    row?.querySelector('a')?.focus({ preventScroll: true })
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => {
      const incident = incidents[at]
      if (incident) router.push(incidentHref(incident.id, keptQuery(url)))
    },
  })
}
