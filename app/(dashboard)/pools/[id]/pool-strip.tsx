'use client'
/** The strip chart of this pool. */

import { useMemo } from 'react'
import type { EventView, PoolView, StripSecond } from '#lib/views/live-view'
import { useLive } from '../../../shell/live-provider.tsx'
import { useUrlState, writeUrl } from '../../../shell/url-state.ts'
import { useNow } from '../../../shell/use-now.ts'
import { knownWindow } from '../../../strip-chart/known-window.ts'
import { StripChart } from '../../../strip-chart/strip-chart.tsx'
import { liesOf, marksOf } from '../../../strip-chart/strip-marks.ts'

const NO_SECONDS: StripSecond[] = []

type Props = {
  pool: PoolView
  events: EventView[]
  cursorMs: number | null
  onCursor: (atMs: number | null) => void
}

export function PoolStrip({ pool, events, cursorMs, onCursor }: Props) {
  const { zone, windowMinutes } = useUrlState()
  const seconds = useLive((state) => state.shown?.strips[pool.id] ?? NO_SECONDS)
  const nowMs = useNow() ?? 0
  const marks = useMemo(() => marksOf(events, pool.loadBalancer, pool.name), [events, pool])
  const lies = useMemo(() => liesOf(pool, events), [events, pool])
  return (
    <StripChart
      subject={pool.name}
      about={`on ${pool.loadBalancer}`}
      seconds={seconds}
      marks={marks}
      lies={lies}
      nowMs={nowMs}
      zone={zone}
      windowMinutes={windowMinutes ?? knownWindow(seconds)}
      onWindow={(minutes) => writeUrl({ windowMinutes: minutes })}
      cursorMs={cursorMs}
      onCursor={onCursor}
      stale={!pool.fresh}
    />
  )
}
