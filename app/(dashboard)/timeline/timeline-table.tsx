'use client'
/** The lanes as a table, for those who cannot see the surface: what each was in, how much happened, when first and last. */

import { memo, useMemo } from 'react'
import type { TimelineLane, TimelineView } from '#lib/views/timeline-view'
import { useIdleValue } from '../../shell/use-idle-value.ts'
import { formatClockMs, type Zone } from '../../words/format-time.ts'
import { classWord } from './class-looks.ts'
import { useStaged } from './use-stage.ts'

export function TimelineTable({ lanes, zone }: { lanes: readonly TimelineLane[]; zone: Zone }) {
  const now = useStaged((state) => state.view)
  const told = useMemo(() => (now ? { view: now, lanes } : null), [now, lanes])
  const shown = useIdleValue(told)
  return shown && <Table {...shown} zone={zone} />
}

const Table = memo(function Table({
  view,
  lanes,
  zone,
}: {
  view: TimelineView
  lanes: readonly TimelineLane[]
  zone: Zone
}) {
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
})
