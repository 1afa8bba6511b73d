'use client'
/** Parts of the stage for whoever renders them; picked by identity. */

import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { Stage, StageState } from './stage.ts'
import type { TimeWindow } from './time-window.ts'

/** What is written beside the surface follows it so often at most: frames are for drawing. */
const WRITTEN_EVERY_MS = 120

export const StageContext = createContext<Stage | null>(null)

export function useStage(): Stage {
  const stage = useContext(StageContext)
  if (!stage) throw new Error('A part of the timeline is used outside of it.')
  return stage
}

export function useStaged<T>(pick: (state: StageState) => T): T {
  const stage = useStage()
  const read = () => pick(stage.get())
  return useSyncExternalStore(stage.subscribe, read, read)
}

/** The stretch in sight, for words: a moment behind while it moves. */
export function useWindowInWords(): TimeWindow {
  const stage = useStage()
  const [window, setWindow] = useState(() => stage.get().window)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const write = () => {
      timer = null
      setWindow(stage.get().window)
    }
    const unsubscribe = stage.subscribe(() => {
      timer ??= setTimeout(write, WRITTEN_EVERY_MS)
    })
    return () => {
      if (timer) clearTimeout(timer)
      unsubscribe()
    }
  }, [stage])
  return window
}
