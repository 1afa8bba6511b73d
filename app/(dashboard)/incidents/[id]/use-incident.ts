'use client'
/** Keeps a whole incident current: asked for again whenever the live list shows that it changed. */

import { useEffect, useRef, useState } from 'react'
import type { Incident } from '#lib/model/incident'
import { useLive } from '../../../shell/live-provider.tsx'

/** While it changes with every look, it is asked for this often at most. */
const LEAST_BETWEEN_MS = 1_000

export type Kept = { incident: Incident | null; failed: string | null; asked: boolean }

export function useIncident(id: string, stored: Incident | null): Kept {
  const [kept, setKept] = useState<Kept>({ incident: stored, failed: null, asked: stored !== null })
  const said = useLive((state) => {
    const live = state.shown?.incidents.find((each) => each.id === id)
    return live ? JSON.stringify(live) : null
  })
  const moving = useLive((state) => state.connection === 'live' && !state.paused)
  const askedAtMs = useRef(0)
  const wanted = said !== null || stored === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: `said` is what makes it ask again
  useEffect(() => {
    if (!moving || !wanted) return
    const waitMs = Math.max(0, askedAtMs.current + LEAST_BETWEEN_MS - Date.now())
    let dropped = false
    const timer = setTimeout(async () => {
      askedAtMs.current = Date.now()
      const answer = await askIncident(id)
      if (dropped) return
      setKept((before) => ({
        incident: answer.incident ?? before.incident,
        failed: answer.failed,
        asked: true,
      }))
    }, waitMs)
    return () => {
      dropped = true
      clearTimeout(timer)
    }
  }, [id, said, moving, wanted])
  return kept
}

async function askIncident(id: string): Promise<{ incident: Incident | null; failed: string | null }> {
  try {
    const response = await fetch(`/api/v1/incidents/${encodeURIComponent(id)}`)
    if (response.ok) return { incident: (await response.json()) as Incident, failed: null }
    if (response.status === 404) return { incident: null, failed: null }
    return { incident: null, failed: `the server answered ${response.status}` }
  } catch {
    return { incident: null, failed: 'Polygraph cannot be reached' }
  }
}
