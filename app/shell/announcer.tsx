'use client'
/** Tells a screen reader of new lies and problems, a few at a time, and of nothing that was there before. */

import { useEffect, useRef, useState } from 'react'
import type { EventView } from '#lib/views/live-view'
import { useLive } from './live-provider.tsx'
import { newsOf } from './news.ts'

const NO_EVENTS: EventView[] = []

export function Announcer() {
  const events = useLive((state) => state.latest?.events ?? NO_EVENTS)
  const connection = useLive((state) => state.connection)
  const known = useRef<ReadonlySet<string> | null>(null)
  const [words, setWords] = useState('')
  useEffect(() => {
    if (connection !== 'live') return
    const news = newsOf(events, known.current)
    known.current = new Set(events.map((event) => event.id))
    if (news) setWords(news)
  }, [events, connection])
  return (
    <div className="out-of-sight" role="status" aria-live="polite">
      {words}
    </div>
  )
}
