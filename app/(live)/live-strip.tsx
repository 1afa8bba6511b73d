'use client'
/** The strip chart of the live page: the selected pool, or the worst one, and it says which. */

import { useMemo } from 'react'
import type { EventView, PoolView, StripSecond } from '#lib/views/live-view'
import { useLive } from '../shell/live-provider.tsx'
import { useUrlState, writeUrl } from '../shell/url-state.ts'
import { useNow } from '../shell/use-now.ts'
import { knownWindow } from '../strip-chart/known-window.ts'
import { StripChart } from '../strip-chart/strip-chart.tsx'
import { liesOf, marksOf } from '../strip-chart/strip-marks.ts'
import { worstPool } from './concern.ts'
import { useHeldPool } from './use-held-pool.ts'

const NO_POOLS: PoolView[] = []
const NO_EVENTS: EventView[] = []
const NO_SECONDS: StripSecond[] = []

type Props = { cursorMs: number | null; onCursor: (atMs: number | null) => void }

export function LiveStrip({ cursorMs, onCursor }: Props) {
  const { selection, zone, windowMinutes } = useUrlState()
  const pools = useLive((state) => state.shown?.pools ?? NO_POOLS)
  const events = useLive((state) => state.shown?.events ?? NO_EVENTS)
  const nowMs = useNow() ?? 0
  const selected = pools.find((pool) => selection === pool.id || selection?.startsWith(`${pool.id}/`)) ?? null
  const worst = useMemo(() => worstPool(pools, nowMs), [pools, nowMs])
  const pool = useHeldPool(selected ?? worst, pools, cursorMs !== null && !selected)
  const seconds = useLive((state) => (pool ? state.shown?.strips[pool.id] : null) ?? NO_SECONDS)
  const marks = useMemo(() => (pool ? marksOf(events, pool.loadBalancer, pool.name) : []), [events, pool])
  const lies = useMemo(() => (pool ? liesOf(pool, events) : []), [events, pool])
  if (!pool) return null
  return (
    <StripChart
      subject={pool.name}
      about={`on ${pool.loadBalancer} · ${selected ? 'selected' : pools.length > 1 ? 'the worst now' : 'the only pool'}`}
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
