'use client'
/** The strip chart of the incident's own stretch of time. */

import { useMemo } from 'react'
import type { Incident } from '#lib/model/incident'
import type { EventView, StripSecond } from '#lib/views/live-view'
import { ALL_HOSTS, type IncidentView, type NetworkSecond } from '#lib/views/network-view'
import { useLive } from '../../../shell/live-provider.tsx'
import { useUrlState } from '../../../shell/url-state.ts'
import { useNow } from '../../../shell/use-now.ts'
import { findingLies, networkMarks } from '../../../strip-chart/network-marks.ts'
import { StripChart } from '../../../strip-chart/strip-chart.tsx'
import { marksOf } from '../../../strip-chart/strip-marks.ts'
import { joinStrips, rangeOf, vipOf } from './incident-window.ts'
import { joinSeconds, poolOf } from './pool-seconds.ts'

const NO_SECONDS: NetworkSecond[] = []
const NO_POOL: StripSecond[] = []
const NO_EVENTS: EventView[] = []

type Props = {
  incident: Incident
  view: IncidentView
  stored: NetworkSecond[]
  storedPool: StripSecond[]
  storedEvents: EventView[]
  cursorMs: number | null
  onCursor: (atMs: number | null) => void
}

export function IncidentStrip(props: Props) {
  const { incident, view, stored, storedPool, storedEvents, cursorMs, onCursor } = props
  const { zone } = useUrlState()
  const key = vipOf(incident)
  const vip = key === ALL_HOSTS ? null : key
  const pool = poolOf(incident)
  const live = useLive((state) => state.shown?.networkStrips[key] ?? NO_SECONDS)
  const livePool = useLive((state) => (pool === null ? null : state.shown?.strips[pool]) ?? NO_POOL)
  const liveEvents = useLive((state) => state.shown?.events ?? NO_EVENTS)
  const nowMs = useNow() ?? incident.endedAtMs ?? incident.detectedAtMs
  const { fromMs, toMs } = rangeOf(incident, nowMs)
  const network = useMemo(
    () => joinStrips(stored, live).filter(({ second }) => second * 1000 >= fromMs && second * 1000 < toMs),
    [stored, live, fromMs, toMs],
  )
  const seconds = useMemo(
    () =>
      joinSeconds(storedPool, livePool).filter(
        ({ second }) => second * 1000 >= fromMs && second * 1000 < toMs,
      ),
    [storedPool, livePool, fromMs, toMs],
  )
  const marks = useMemo(() => {
    const known = new Set(liveEvents.map((event) => event.id))
    const events = [...liveEvents, ...storedEvents.filter((event) => !known.has(event.id))]
    const [loadBalancer, name] = (pool ?? '/').split('/') as [string, string]
    const own = pool === null ? [] : marksOf(events, loadBalancer, name)
    return [...own, ...networkMarks(events, vip)].sort((a, b) => a.atMs - b.atMs)
  }, [liveEvents, storedEvents, vip, pool])
  const lies = useMemo(() => findingLies(view.findings), [view])
  return (
    <StripChart
      subject={vip ?? pool ?? 'All hosts'}
      about="while the incident lasted"
      seconds={pool === null ? null : seconds}
      network={network}
      address={vip}
      marks={marks}
      lies={lies}
      nowMs={toMs}
      zone={zone}
      range={{ fromMs, toMs }}
      windowMinutes={5}
      onWindow={ignore}
      cursorMs={cursorMs}
      onCursor={onCursor}
      stale={false}
    />
  )
}

const ignore = () => {}
