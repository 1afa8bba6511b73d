'use client'
/** The names of the lanes in sight; each chooses its lane, a pool's also leads to its page. */

import type { TimelineLane } from '#lib/views/timeline-view'
import { useUrlState } from '../../shell/url-state.ts'
import { zoneName } from '../../words/format-time.ts'
import { LANE_PX, LANES_TOP_PX } from './lane-layout.ts'
import { useStage, useStaged, useWindowInWords } from './use-stage.ts'

type Props = { lanes: readonly TimelineLane[]; scroll: { topPx: number; heightPx: number } }

const MORE = 6

export function LaneNames({ lanes, scroll }: Props) {
  const first = Math.max(0, Math.floor(scroll.topPx / LANE_PX) - MORE)
  const last = Math.min(lanes.length, Math.ceil((scroll.topPx + scroll.heightPx) / LANE_PX) + MORE)
  return (
    <div className="lane-names">
      <div className="lane-names-head" style={{ height: LANES_TOP_PX }}>
        <Zone />
        <span>incidents</span>
      </div>
      <ul>
        {lanes.slice(first, last).map((lane, i) => (
          <LaneName key={lane.id} lane={lane} topPx={LANES_TOP_PX + (first + i) * LANE_PX} />
        ))}
      </ul>
    </div>
  )
}

function Zone() {
  const { zone } = useUrlState()
  const window = useWindowInWords()
  return <span suppressHydrationWarning>{zoneName(zone, window.fromMs)}</span>
}

function LaneName({ lane, topPx }: { lane: TimelineLane; topPx: number }) {
  const stage = useStage()
  const chosen = useStaged((state) => state.lane === lane.id)
  return (
    <li style={{ top: topPx, height: LANE_PX }} data-type={lane.type} data-chosen={chosen || undefined}>
      <button
        type="button"
        title={lane.id}
        aria-pressed={chosen}
        onClick={() => stage.set({ lane: chosen ? null : lane.id })}
      >
        {lane.type === 'pool' ? lane.id : lane.name}
      </button>
      <span className="lane-count">{lane.count > 0 ? lane.count : ''}</span>
    </li>
  )
}
