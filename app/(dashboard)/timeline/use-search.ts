'use client'
/** Keeps on the stage what holds the words looked for, in the stretch in sight; asked for once it came to rest. */

import { useEffect } from 'react'
import type { LbEvent } from '#lib/model/lb-event'
import { toEventView } from '#lib/views/to-event-view'
import { recordUrl } from '../../shell/url-state.ts'
import type { Stage } from './stage.ts'
import type { TimeWindow } from './time-window.ts'

const REST_MS = 300
export const FOUND_MOST = 200

export function useSearch(stage: Stage, words: string): void {
  const text = words.trim()
  useEffect(() => {
    stage.set({ found: null })
    if (text === '') return
    let asked: TimeWindow | null = null
    let asking = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async () => {
      const { window } = stage.get()
      asking.abort()
      asking = new AbortController()
      asked = window
      const query = new URLSearchParams({
        from: String(Math.max(0, Math.floor(window.fromMs))),
        to: String(Math.ceil(window.toMs)),
        limit: String(FOUND_MOST),
        text,
      })
      const answer = await fetch(recordUrl(`/api/v1/events?${query}`), { signal: asking.signal }).catch(
        () => null,
      )
      if (!answer?.ok) return
      const { events } = (await answer.json()) as { events: LbEvent[] }
      stage.set({ found: events.map(toEventView).reverse() })
    }
    const rest = () => {
      if (stage.get().window === asked) return
      clearTimeout(timer)
      timer = setTimeout(() => void ask(), REST_MS)
    }
    rest()
    const unsubscribe = stage.subscribe(rest)
    return () => {
      clearTimeout(timer)
      asking.abort()
      unsubscribe()
    }
  }, [stage, text])
}
