'use client'
/** Keeps the address up to the stage, a few times a second at most: copy it, get the same screen. */

import { useEffect } from 'react'
import { writeUrl } from '../../shell/url-state.ts'
import type { Stage } from './stage.ts'

/** Browsers refuse more than about three changes of the address a second. */
const EVERY_MS = 400

export function useAddress(stage: Stage): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const write = () => {
      timer = null
      const { window, following, pinnedMs, lane } = stage.get()
      writeUrl({ range: following ? null : window, atMs: pinnedMs, selection: lane })
    }
    const unsubscribe = stage.subscribe(() => {
      timer ??= setTimeout(write, EVERY_MS)
    })
    return () => {
      if (timer) clearTimeout(timer)
      unsubscribe()
    }
  }, [stage])
}
