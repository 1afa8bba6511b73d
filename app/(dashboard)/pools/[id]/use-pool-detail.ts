'use client'
/** Keeps a pool's detail current while the page is live and in sight. */

import { useEffect, useState } from 'react'
import type { PoolDetailView } from '#lib/views/pool-detail-view'
import { useLive } from '../../../shell/live-provider.tsx'

const EVERY_MS = 2_000

export type KeptDetail = { detail: PoolDetailView | null; failed: string | null }

export function usePoolDetail(id: string): KeptDetail {
  const [kept, setKept] = useState<KeptDetail>({ detail: null, failed: null })
  const moving = useLive((state) => state.connection === 'live' && !state.paused)
  useEffect(() => {
    if (!moving) return
    let timer: ReturnType<typeof setTimeout> | null = null
    const asking = new AbortController()
    const ask = async () => {
      if (!document.hidden) {
        const answer = await askDetail(id, asking.signal)
        if (asking.signal.aborted) return
        setKept((before) => ({ detail: answer.detail ?? before.detail, failed: answer.failed }))
      }
      timer = setTimeout(ask, EVERY_MS)
    }
    ask()
    return () => {
      asking.abort()
      if (timer) clearTimeout(timer)
    }
  }, [id, moving])
  return kept
}

async function askDetail(id: string, signal: AbortSignal): Promise<KeptDetail> {
  try {
    const response = await fetch(`/api/v1/pools/${encodeURIComponent(id)}/detail`, { signal })
    if (response.ok) return { detail: (await response.json()) as PoolDetailView, failed: null }
    return { detail: null, failed: `the server answered ${response.status}` }
  } catch {
    return { detail: null, failed: 'Polygraph cannot be reached' }
  }
}
