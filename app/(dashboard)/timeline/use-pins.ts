'use client'
/** Keeps on the stage the events that the address keeps at hand; those that are gone from the record are left out. */

import { useEffect } from 'react'
import type { LbEvent } from '#lib/model/lb-event'
import { toEventView } from '#lib/views/to-event-view'
import { recordUrl } from '../../shell/url-state.ts'
import type { Stage } from './stage.ts'

export function usePins(stage: Stage, pins: readonly string[]): void {
  const ids = pins.join(',')
  useEffect(() => {
    if (ids === '') return stage.set({ pinned: [] })
    const asking = new AbortController()
    const ask = async () => {
      const query = new URLSearchParams({ ids })
      const answer = await fetch(recordUrl(`/api/v1/events?${query}`), { signal: asking.signal }).catch(
        () => null,
      )
      if (!answer?.ok) return
      const { events } = (await answer.json()) as { events: LbEvent[] }
      stage.set({ pinned: events.map(toEventView).sort((a, b) => a.atMs - b.atMs) })
    }
    void ask()
    return () => asking.abort()
  }, [stage, ids])
}
