'use client'
/** Keeps the address up to the stage, a moment after it came to rest: copy it, get the same screen. */

import { useEffect } from 'react'
import { writeUrl } from '../../shell/url-state.ts'
import type { Stage } from './stage.ts'

const REST_MS = 250

export function useAddress(stage: Stage): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const write = () => {
      const { window, following, pinnedMs, lane } = stage.get()
      writeUrl({ range: following ? null : window, atMs: pinnedMs, selection: lane })
    }
    const unsubscribe = stage.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(write, REST_MS)
    })
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [stage])
}
