'use client'
/** The server's time as this browser can best tell; stands still while the picture does. */

import { useEffect, useState } from 'react'
import { useLive, useLiveClient } from './live-provider.tsx'

const TICK_MS = 500

/** Epoch ms; null before the first picture. Equal to the picture's own time until the page is live. */
export function useNow(): number | null {
  const client = useLiveClient()
  const pictureMs = useLive((state) => state.shown?.atMs || null)
  const moving = useLive((state) => state.connection === 'live' && !state.paused)
  const [tickMs, setTickMs] = useState<number | null>(null)
  useEffect(() => {
    if (!moving) return setTickMs(null)
    const tick = () => setTickMs(Date.now() + (client.getState().clockOffsetMs ?? 0))
    tick()
    const timer = setInterval(tick, TICK_MS)
    return () => clearInterval(timer)
  }, [moving, client])
  if (!moving || tickMs === null) return pictureMs
  return Math.max(tickMs, pictureMs ?? 0)
}
