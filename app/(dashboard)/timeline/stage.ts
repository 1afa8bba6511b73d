/** What the timeline shows just now, outside of React: panning draws, and renders nothing. */

import type { EventView } from '#lib/views/live-view'
import type { TimelineView } from '#lib/views/timeline-view'
import type { TimeWindow } from './time-window.ts'

export type StageState = {
  window: TimeWindow
  /** Moves along with the present. */
  following: boolean
  /** What was last loaded; drawn where it is, also while the window has moved on. */
  view: TimelineView | null
  problem: string | null
  /** The server's clock minus this browser's. */
  clockOffsetMs: number
  /** Under the pointer; null: nowhere. */
  cursorMs: number | null
  /** The moment that was chosen, and the lane it was chosen on. */
  pinnedMs: number | null
  lane: string | null
  /** Dragged open just now. */
  brush: TimeWindow | null
  /** Events that hold the words looked for, oldest first; null: nothing is looked for. */
  found: readonly EventView[] | null
  /** Events kept at hand, oldest first. */
  pinned: readonly EventView[]
  /** The event, finding or annotation that was chosen. */
  selection: string | null
}

export type Stage = ReturnType<typeof createStage>

export function createStage(first: StageState) {
  let state = first
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    set(patch: Partial<StageState>): void {
      const changed = (Object.keys(patch) as (keyof StageState)[]).some((key) => patch[key] !== state[key])
      if (!changed) return
      state = { ...state, ...patch }
      for (const listener of listeners) listener()
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
