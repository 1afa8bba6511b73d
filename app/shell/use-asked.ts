'use client'
/** Keeps an answer of the API current: asked for again when `key` changes, not more often than `leastMs`. */

import { useCallback, useEffect, useRef, useState } from 'react'
import { useLive } from './live-provider.tsx'

/** While the key changes with every look, it is asked this often at most. */
const LEAST_BETWEEN_MS = 1_000

export type Asked<T> = {
  value: T
  /** Why the newest could not be had; what is shown may be older. */
  failed: string | null
  asked: boolean
  /** Takes what another answer has said already. */
  take: (value: T) => void
}

/** `key` null: not asked for. Nothing is asked while the page is paused or frozen. */
export function useAsked<T>(
  path: string,
  first: T,
  key: string | null,
  leastMs = LEAST_BETWEEN_MS,
): Asked<T> {
  const [kept, setKept] = useState<Omit<Asked<T>, 'take'>>({ value: first, failed: null, asked: false })
  const moving = useLive((state) => state.connection === 'live' && !state.paused)
  const askedAtMs = useRef(0)
  useEffect(() => {
    if (!moving || key === null) return
    const waitMs = Math.max(0, askedAtMs.current + leastMs - Date.now())
    let dropped = false
    const timer = setTimeout(async () => {
      askedAtMs.current = Date.now()
      const answer = await ask<T>(path)
      if (dropped) return
      setKept((before) => ({
        value: answer.found ? answer.value : before.value,
        failed: answer.found ? null : answer.failed,
        asked: true,
      }))
    }, waitMs)
    return () => {
      dropped = true
      clearTimeout(timer)
    }
  }, [path, key, moving, leastMs])
  const take = useCallback((value: T) => setKept({ value, failed: null, asked: true }), [])
  return { ...kept, take }
}

type Answer<T> = { found: true; value: T } | { found: false; failed: string | null }

/** What is not there is no failure. */
async function ask<T>(path: string): Promise<Answer<T>> {
  try {
    const response = await fetch(path)
    if (response.ok) return { found: true, value: (await response.json()) as T }
    if (response.status === 404) return { found: false, failed: null }
    return { found: false, failed: `the server answered ${response.status}` }
  } catch {
    return { found: false, failed: 'Polygraph cannot be reached' }
  }
}
