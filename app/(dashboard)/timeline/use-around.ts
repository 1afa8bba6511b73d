'use client'
/** Events within a few pixels of a moment, in words; asked for once the moment came to rest. */

import { useEffect, useState } from 'react'
import type { LbEvent } from '#lib/model/lb-event'
import type { EventView } from '#lib/views/live-view'
import { toEventView } from '#lib/views/to-event-view'
import { recordUrl } from '../../shell/url-state.ts'
import { spanOf } from './time-window.ts'
import { useStage } from './use-stage.ts'

const REST_MS = 80
const EVENTS_MOST = 60
/** Of the stretch in sight, on each side; and never less than the clocks' own doubt. */
const NEAR = 1 / 60
const NEAR_LEAST_MS = 5

export function useAround(atMs: number, lane: string | null) {
  const stage = useStage()
  const [found, setFound] = useState<{ events: EventView[] | null; spanMs: number }>({
    events: null,
    spanMs: 0,
  })
  useEffect(() => {
    const asking = new AbortController()
    const timer = setTimeout(async () => {
      const nearMs = Math.max(NEAR_LEAST_MS, spanOf(stage.get().window) * NEAR)
      const query = new URLSearchParams({
        from: String(Math.max(0, Math.floor(atMs - nearMs))),
        to: String(Math.ceil(atMs + nearMs)),
        limit: String(EVENTS_MOST),
        ...(lane && { subject: lane }),
      })
      const answer = await fetch(recordUrl(`/api/v1/events?${query}`), { signal: asking.signal }).catch(
        () => null,
      )
      if (!answer?.ok) return
      const { events } = (await answer.json()) as { events: LbEvent[] }
      setFound({ events: events.map(toEventView).reverse(), spanMs: nearMs * 2 })
    }, REST_MS)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [atMs, lane, stage])
  return found
}
