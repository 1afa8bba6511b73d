'use client'
/** Parts of the stage for whoever renders them; picked by identity. */

import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Stage, StageState } from './stage.ts'

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
