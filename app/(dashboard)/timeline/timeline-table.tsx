'use client'
/** The lanes as a table, for those who cannot see the surface: what each was in, how much happened, when first and last. */

import type { TimelineLane } from '#lib/views/timeline-view'
import { formatClockMs, type Zone } from '../../words/format-time.ts'
import { classWord } from './class-looks.ts'
import { useStaged } from './use-stage.ts'

export function TimelineTable({ lanes, zone }: { lanes: readonly TimelineLane[]; zone: Zone }) {
  const view = useStaged((state) => state.view)
  if (!view) return null
  return (
    // A table is never narrower than its words: what is around it is.
    <div className="out-of-sight">
      <table>
        <caption>Events by lane</caption>
        <thead>
          <tr>
            <th scope="col">lane</th>
            <th scope="col">state at the beginning</th>
            <th scope="col">events</th>
            <th scope="col">first</th>
            <th scope="col">last</th>
          </tr>
        </thead>
        <tbody>
          {lanes.map((lane) => {
            const { cells } = lane
            const at = (i: number) =>
              cells.length ? formatClockMs(view.fromMs + cells[i + 2]!, zone) : 'none'
            return (
              <tr key={lane.id}>
                <th scope="row">{lane.id}</th>
                <td>{lane.before === null ? 'not known' : classWord(lane.before)}</td>
                <td>{lane.count}</td>
                <td>{at(0)}</td>
                <td>{at(cells.length - 3)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
