/** Where things are on the timeline's surface: ruler, incidents, then lanes that scroll. */

import type { TimelineBar, TimelineLane, TimelineView } from '#lib/views/timeline-view'
import type { Group } from './class-looks.ts'
import { groupOf } from './class-looks.ts'

export const LANE_PX = 22
export const RULER_PX = 24
export const BAR_ROW_PX = 18
export const BAR_ROWS_MOST = 3
export const GUTTER_PX = 196
/** Below it are the lanes. */
export const LANES_TOP_PX = RULER_PX + BAR_ROW_PX * BAR_ROWS_MOST + 6

export type Choice = { filter: string; hidden: ReadonlySet<Group>; quiet: boolean }

/** Lanes whose name holds the words; those without an event in the window too, where asked for or where all are few. */
export function lanesShown(view: TimelineView, { filter, hidden, quiet }: Choice): TimelineLane[] {
  const words = filter.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return view.lanes.filter(
    (lane) => words.every((word) => lane.id.toLowerCase().includes(word)) && (quiet || isBusy(lane, hidden)),
  )
}

function isBusy({ cells }: TimelineLane, hidden: ReadonlySet<Group>): boolean {
  for (let i = 0; i < cells.length; i += 3) if (!hidden.has(groupOf(cells[i]!))) return true
  return false
}

export type PlacedBar = { bar: TimelineBar; row: number }

/** Each in the first row where it touches none before it; the last row takes the rest. */
export function placeBars(bars: readonly TimelineBar[], nowMs: number, roomMs: number): PlacedBar[] {
  const ends: number[] = []
  return [...bars]
    .sort((a, b) => a.startedAtMs - b.startedAtMs)
    .map((bar) => {
      const free = ends.findIndex((end) => end <= bar.startedAtMs)
      const row = free >= 0 ? free : Math.min(ends.length, BAR_ROWS_MOST - 1)
      ends[row] = Math.max(ends[row] ?? 0, bar.endedAtMs ?? nowMs, bar.startedAtMs + roomMs)
      return { bar, row }
    })
}

/** A finding belongs to the lane of its first subject that has one. */
export function laneOfSubjects(subjects: readonly { type: string; id: string }[]): string | null {
  return subjects.find(({ type }) => ['server', 'pool', 'host', 'load-balancer'].includes(type))?.id ?? null
}
