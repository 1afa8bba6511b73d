'use client'
/** Moves the selection among incidents by key, and opens the selected one. */

import { useRouter } from 'next/navigation'
import type { IncidentView } from '#lib/views/network-view'
import { keptQuery, type UrlState } from '../../shell/url-state.ts'
import { useSelectionKeys } from '../../shell/use-selection-keys.ts'
import { incidentHref, incidentRowId } from './incident-row.tsx'

export function useIncidentKeys(incidents: readonly IncidentView[], url: UrlState): void {
  const router = useRouter()
  useSelectionKeys({
    keys: incidents.map((each) => each.id),
    find: (id) => document.getElementById(incidentRowId(id)),
    // The row, not the link that led here.
    focus: (row) => row.querySelector('a'),
    onEnter: (id) => router.push(incidentHref(id, keptQuery(url))),
  })
}
