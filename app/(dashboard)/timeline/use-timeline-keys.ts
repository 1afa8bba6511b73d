'use client'
/** Keys of the timeline: w a s d zoom and pan, [ ] event by event, j k lane by lane, 0 the present. */

import type { TimelineLane, TimelineView } from '#lib/views/timeline-view'
import { writeUrl } from '../../shell/url-state.ts'
import { useKeys } from '../../shell/use-keys.ts'
import { type Group, groupOf } from './class-looks.ts'
import type { StageState } from './stage.ts'
import { pan, reveal, zoom } from './time-window.ts'
import { useStage } from './use-stage.ts'

const ZOOM_STEP = 0.7
const PAN_STEP = 0.15
/** The address keeps thousandths of a millisecond. */
const SAME_MS = 0.01

export function useTimelineKeys(lanes: readonly TimelineLane[], hidden: ReadonlySet<Group>): void {
  const stage = useStage()
  const move = (change: (state: StageState) => StageState['window']) =>
    stage.set({ window: change(stage.get()), following: false })
  const zoomBy = (factor: number) => move((state) => zoom(state.window, factor, focus(state)))
  const drawnTimes = ({ fromMs }: TimelineView, lane: string | null) => {
    const times: number[] = []
    for (const { cells } of lane === null ? lanes : lanes.filter((each) => each.id === lane))
      for (let i = 0; i < cells.length; i += 3)
        if (!hidden.has(groupOf(cells[i]!))) times.push(fromMs + cells[i + 2]!)
    return times
  }
  /** Among what was found, where words are looked for. */
  const step = (way: 1 | -1) => {
    const { view, window, pinnedMs, lane, found } = stage.get()
    if (!view) return
    const from = pinnedMs ?? (way === 1 ? window.fromMs : window.toMs)
    const next = nearest(found?.map((event) => event.atMs) ?? drawnTimes(view, lane), from, way)
    if (next !== null) stage.set({ pinnedMs: next, window: reveal(window, next), following: false })
  }
  const moveLane = (way: 1 | -1) => {
    const at = lanes.findIndex((each) => each.id === stage.get().lane)
    const next = lanes[at === -1 ? (way === 1 ? 0 : lanes.length - 1) : at + way]
    if (next) stage.set({ lane: next.id })
  }
  useKeys({
    w: () => zoomBy(ZOOM_STEP),
    '+': () => zoomBy(ZOOM_STEP),
    s: () => zoomBy(1 / ZOOM_STEP),
    '-': () => zoomBy(1 / ZOOM_STEP),
    a: () => move((state) => pan(state.window, -PAN_STEP)),
    d: () => move((state) => pan(state.window, PAN_STEP)),
    '[': () => step(-1),
    ']': () => step(1),
    j: () => moveLane(1),
    k: () => moveLane(-1),
    '0': () => stage.set({ following: true }),
    Escape: () => {
      const { selection, pinnedMs, lane } = stage.get()
      if (selection !== null) stage.set({ selection: null })
      else if (pinnedMs !== null) stage.set({ pinnedMs: null })
      else if (lane !== null) stage.set({ lane: null })
      else writeUrl({ find: '' })
    },
  })
}

/** The first behind or before a moment; null where there is none. */
export function nearest(times: readonly number[], fromMs: number, way: 1 | -1): number | null {
  let next: number | null = null
  for (const atMs of times) {
    const ahead = (atMs - fromMs) * way
    if (ahead > SAME_MS && (next === null || ahead < (next - fromMs) * way)) next = atMs
  }
  return next
}

/** Zooming goes towards what is looked at, where that is in sight. */
function focus({ cursorMs, pinnedMs, window }: StageState): number {
  const at = cursorMs ?? pinnedMs
  return at !== null && at >= window.fromMs && at <= window.toMs ? at : (window.fromMs + window.toMs) / 2
}
