'use client'
/** An incident that went up in another while it was looked at: its page leads on to that one. */

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import type { Incident } from '#lib/model/incident'
import { incidentHref } from '../incident-row.tsx'

export function useMergedAway(id: string, incident: Incident | null): void {
  const router = useRouter()
  const into = incident !== null && incident.id !== id ? incident.id : null
  useEffect(() => {
    if (into !== null) router.replace(incidentHref(into))
  }, [into, router])
}
