'use client'
/** The strip chart of the incident's own stretch of time. */

import { useMemo } from 'react'
import type { Incident } from '#lib/model/incident'
import type { EventView } from '#lib/views/live-view'
import { ALL_HOSTS, type IncidentView, type NetworkSecond } from '#lib/views/network-view'
import { useLive } from '../../shell/live-provider.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useNow } from '../../shell/use-now.ts'
import { networkLies, networkMarks } from '../../strip-chart/network-marks.ts'
import { StripChart } from '../../strip-chart/strip-chart.tsx'
import { joinStrips, rangeOf, vipOf } from './incident-window.ts'

const NO_SECONDS: NetworkSecond[] = []
const NO_EVENTS: EventView[] = []

type Props = {
  incident: Incident
  view: IncidentView
  stored: NetworkSecond[]
  storedEvents: EventView[]
  cursorMs: number | null
  onCursor: (atMs: number | null) => void
}

export function IncidentStrip({ incident, view, stored, storedEvents, cursorMs, onCursor }: Props) {
  const { zone } = useUrlState()
  const key = vipOf(incident)
  const vip = key === ALL_HOSTS ? null : key
  const live = useLive((state) => state.shown?.networkStrips[key] ?? NO_SECONDS)
  const liveEvents = useLive((state) => state.shown?.events ?? NO_EVENTS)
  const nowMs = useNow() ?? incident.endedAtMs ?? incident.detectedAtMs
  const { fromMs, toMs } = rangeOf(incident, nowMs)
  const network = useMemo(
    () => joinStrips(stored, live).filter(({ second }) => second * 1000 >= fromMs && second * 1000 < toMs),
    [stored, live, fromMs, toMs],
  )
  const marks = useMemo(() => {
    const known = new Set(liveEvents.map((event) => event.id))
    return networkMarks([...liveEvents, ...storedEvents.filter((event) => !known.has(event.id))], vip)
  }, [liveEvents, storedEvents, vip])
  const lies = useMemo(() => networkLies([view], null), [view])
  return (
    <StripChart
      subject={vip ?? 'All hosts'}
      about="while the incident lasted"
      seconds={null}
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
