'use client'
/** The timeline: toolbar, small picture of the whole record, lanes, and what lies around the moment looked at. */

import { useEffect, useMemo, useState } from 'react'
import './timeline.css'
import { useUrlState } from '../../shell/url-state.ts'
import { AroundPanel } from './around-panel.tsx'
import { isGroup } from './class-looks.ts'
import { lanesShown } from './lane-layout.ts'
import { Minimap } from './minimap.tsx'
import { createStage } from './stage.ts'
import type { TimeWindow } from './time-window.ts'
import { TimelineLanes } from './timeline-lanes.tsx'
import { TimelineTable } from './timeline-table.tsx'
import { Toolbar } from './toolbar.tsx'
import { useAddress } from './use-address.ts'
import { usePins } from './use-pins.ts'
import { useSearch } from './use-search.ts'
import { StageContext, useStaged } from './use-stage.ts'
import { useTimelineKeys } from './use-timeline-keys.ts'
import { useWindowLoader } from './use-window-loader.ts'

type Props = { first: TimeWindow; following: boolean }

export function TimelineScreen({ first, following }: Props) {
  const url = useUrlState()
  const [stage] = useState(() =>
    createStage({
      window: first,
      following,
      view: null,
      problem: null,
      clockOffsetMs: 0,
      cursorMs: null,
      pinnedMs: url.atMs,
      lane: url.selection,
      brush: null,
      found: null,
      pinned: [],
      selection: null,
    }),
  )
  useWindowLoader(stage)
  useAddress(stage)
  useSearch(stage, url.find)
  usePins(stage, url.pins)
  return (
    <StageContext value={stage}>
      <Timeline />
    </StageContext>
  )
}

function Timeline() {
  const { filter, hidden, zone, quiet } = useUrlState()
  const view = useStaged((state) => state.view)
  const hiddenKey = hidden.join(' ')
  const off = useMemo(() => new Set(hiddenKey.split(' ').filter(isGroup)), [hiddenKey])
  const lanes = useMemo(
    () => (view ? lanesShown(view, { filter, hidden: off, quiet: quiet ?? true }) : []),
    [view, filter, off, quiet],
  )
  useTimelineKeys(lanes, off)
  useEffect(() => {
    if (view) document.documentElement.dataset.timelineDrawn = String(view.nowMs)
  }, [view])
  return (
    <div className="timeline">
      <h1 className="out-of-sight">Timeline</h1>
      <Toolbar hidden={off} lanes={lanes.length} />
      <Minimap />
      <div className="timeline-main">
        <TimelineLanes lanes={lanes} hidden={off} zone={zone} />
        <AroundPanel zone={zone} />
      </div>
      <TimelineTable lanes={lanes} zone={zone} />
    </div>
  )
}
