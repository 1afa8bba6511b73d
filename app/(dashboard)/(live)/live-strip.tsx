'use client'
/** The strip chart of the live page: the selected pool or address, or the worst of each, and it says which. */

import { useMemo } from 'react'
import type { EventView, PoolView, StripSecond } from '#lib/views/live-view'
import { ALL_HOSTS, type IncidentView, type NetworkSecond, type VipView } from '#lib/views/network-view'
import { useLive } from '../../shell/live-provider.tsx'
import { useUrlState, writeUrl } from '../../shell/url-state.ts'
import { useNow } from '../../shell/use-now.ts'
import { knownWindow } from '../../strip-chart/known-window.ts'
import { networkLies, networkMarks } from '../../strip-chart/network-marks.ts'
import { StripChart } from '../../strip-chart/strip-chart.tsx'
import { liesOf, marksOf } from '../../strip-chart/strip-marks.ts'
import { worstPool } from './concern.ts'
import { shownVip } from './shown-vip.ts'
import { useHeldPool } from './use-held-pool.ts'

const NO_POOLS: PoolView[] = []
const NO_EVENTS: EventView[] = []
const NO_SECONDS: StripSecond[] = []
const NO_VIPS: VipView[] = []
const NO_INCIDENTS: IncidentView[] = []
const NO_NETWORK: NetworkSecond[] = []

type Props = { cursorMs: number | null; onCursor: (atMs: number | null) => void }

export function LiveStrip({ cursorMs, onCursor }: Props) {
  const { selection, zone, windowMinutes } = useUrlState()
  const pools = useLive((state) => state.shown?.pools ?? NO_POOLS)
  const events = useLive((state) => state.shown?.events ?? NO_EVENTS)
  const vips = useLive((state) => state.shown?.vips ?? NO_VIPS)
  const incidents = useLive((state) => state.shown?.incidents ?? NO_INCIDENTS)
  const nowMs = useNow() ?? 0
  const selected = pools.find((pool) => selection === pool.id || selection?.startsWith(`${pool.id}/`)) ?? null
  const worst = useMemo(() => worstPool(pools, nowMs), [pools, nowMs])
  const pool = useHeldPool(selected ?? worst, pools, cursorMs !== null && !selected)
  const vip = shownVip(vips, incidents, selection)
  const seconds = useLive((state) => (pool ? state.shown?.strips[pool.id] : null) ?? NO_SECONDS)
  const network = useLive((state) => state.shown?.networkStrips[vip ?? ALL_HOSTS] ?? NO_NETWORK)
  const marks = useMemo(
    () =>
      [...(pool ? marksOf(events, pool.loadBalancer, pool.name) : []), ...networkMarks(events, vip)].sort(
        (a, b) => a.atMs - b.atMs,
      ),
    [events, pool, vip],
  )
  const lies = useMemo(
    () => [...(pool ? liesOf(pool, events) : []), ...networkLies(incidents, vip)],
    [events, pool, incidents, vip],
  )
  if (!pool && network.length === 0) return null
  const chosen = selected ? 'selected' : pools.length > 1 ? 'the worst now' : 'the only pool'
  return (
    <StripChart
      subject={pool?.name ?? vip ?? 'all hosts'}
      about={pool ? `on ${pool.loadBalancer} · ${chosen}` : vip ? 'the address' : 'together'}
      seconds={pool ? seconds : null}
      network={network}
      address={vip}
      marks={marks}
      lies={lies}
      nowMs={nowMs}
      zone={zone}
      windowMinutes={windowMinutes ?? knownWindow(seconds.length ? seconds : network)}
      onWindow={(minutes) => writeUrl({ windowMinutes: minutes })}
      cursorMs={cursorMs}
      onCursor={onCursor}
      stale={pool !== null && !pool.fresh}
    />
  )
}
