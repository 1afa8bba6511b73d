'use client'
/** Tells the document, for style and for measurement, how the connection is and which update has been drawn. */

import { useEffect, useLayoutEffect } from 'react'
import { useLive } from './live-provider.tsx'

export function ConnectionMarks() {
  const connection = useLive((state) => state.connection)
  const paused = useLive((state) => state.paused)
  const seq = useLive((state) => state.shown?.seq ?? null)
  useLayoutEffect(() => {
    document.body.dataset.connection = connection
    document.body.dataset.paused = String(paused)
  }, [connection, paused])
  useEffect(() => {
    if (seq === null) return
    const frame = requestAnimationFrame(() => {
      document.documentElement.dataset.drawnSeq = String(seq)
    })
    return () => cancelAnimationFrame(frame)
  }, [seq])
  return null
}
