'use client'
/** The lanes: names at the left, one surface for all of them, scrolled together. */

import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { TimelineLane } from '#lib/views/timeline-view'
import { type Surface, useDrawing } from '../../strip-chart/use-drawing.ts'
import type { Zone } from '../../words/format-time.ts'
import type { Group } from './class-looks.ts'
import { drawTimeline } from './draw-timeline.ts'
import { formatTick } from './format-tick.ts'
import { LANE_PX, LANES_TOP_PX } from './lane-layout.ts'
import { LaneNames } from './lane-names.tsx'
import { usePointer } from './use-pointer.ts'
import { useStage, useStaged } from './use-stage.ts'

type Props = { lanes: readonly TimelineLane[]; hidden: ReadonlySet<Group>; zone: Zone }

export function TimelineLanes({ lanes, hidden, zone }: Props) {
  const stage = useStage()
  const scroller = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const area = useRef<HTMLDivElement>(null)
  const [scroll, setScroll] = useState({ topPx: 0, heightPx: 800 })
  const draw = useRef<(on: Surface) => void>(() => {})
  const schedule = useDrawing(canvas, draw)
  useLayoutEffect(() => {
    draw.current = ({ context, widthPx, heightPx, palette }) => {
      // What was painted early stands until there is something to draw.
      if (!stage.get().view && document.documentElement.dataset.timelineDrawn) return
      drawTimeline(context, {
        state: stage.get(),
        ...{ lanes, hidden, widthPx, heightPx, palette },
        scrollPx: scroller.current?.scrollTop ?? 0,
        nowMs: Date.now() + stage.get().clockOffsetMs,
        formatTick: (atMs, stepMs) => formatTick(atMs, stepMs, zone),
      })
    }
    schedule()
  })
  useEffect(() => stage.subscribe(schedule), [stage, schedule])
  usePointer(area, scroller, lanes)
  const following = useStaged((state) => state.following)
  const onScroll = () => {
    const { scrollTop, clientHeight } = scroller.current!
    setScroll({ topPx: scrollTop, heightPx: clientHeight })
    schedule()
  }
  return (
    <section
      ref={scroller}
      className="timeline-lanes panel"
      onScroll={onScroll}
      aria-label="Lanes"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
      tabIndex={0}
    >
      <div className="timeline-spread" style={{ height: LANES_TOP_PX + lanes.length * LANE_PX }}>
        <LaneNames lanes={lanes} scroll={scroll} />
        <div ref={area} className="timeline-surface" data-following={following || undefined}>
          <canvas ref={canvas} />
        </div>
      </div>
      <NothingHere lanes={lanes.length} />
    </section>
  )
}

function NothingHere({ lanes }: { lanes: number }) {
  const known = useStaged((state) => state.view !== null)
  const problem = useStaged((state) => state.problem)
  if (problem)
    return (
      <p className="timeline-note" role="status">
        The record cannot be read just now: {problem}. What is drawn is what was last known; asking again.
      </p>
    )
  if (!known) return <p className="timeline-note">Reading the record …</p>
  if (lanes > 0) return null
  return <p className="timeline-note">Nothing happened here in this stretch, or the filter leaves nothing.</p>
}
