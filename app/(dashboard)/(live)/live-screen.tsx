'use client'
/** The live page: headline, open incidents, strip chart, addresses, drains, pools, what they survive, hosts, events, sources; or what to do first. */

import { useCallback, useState } from 'react'
import type { PoolView } from '#lib/views/live-view'
import './live.css'
import './live-small.css'
import { useLive, useLiveClient } from '../../shell/live-provider.tsx'
import { currentUrl, writeUrl } from '../../shell/url-state.ts'
import { useKeys } from '../../shell/use-keys.ts'
import { OpenIncidents } from '../incidents/open-incidents.tsx'
import { DrainsPanel } from './drains-panel.tsx'
import { EventTape } from './event-tape.tsx'
import { FirstRun } from './first-run.tsx'
import { Headline } from './headline.tsx'
import { HostsPanel } from './hosts-panel.tsx'
import { LiveStrip } from './live-strip.tsx'
import { Loading } from './loading.tsx'
import { NoAgents } from './no-agents.tsx'
import { PoolsPanel } from './pools-panel.tsx'
import { Processes } from './processes.tsx'
import { RiskPanel } from './risk-panel.tsx'
import { SourcesPanel } from './sources-panel.tsx'
import { VipsPanel } from './vips-panel.tsx'

const NO_POOLS: PoolView[] = []

export function LiveScreen() {
  const client = useLiveClient()
  const known = useLive((state) => state.shown !== null)
  const pools = useLive((state) => state.shown?.pools ?? NO_POOLS)
  const hosts = useLive((state) => state.shown?.hosts.length ?? 0)
  const tone = useLive((state) => state.shown?.headline.tone ?? null)
  const paused = useLive((state) => state.paused)
  const connection = useLive((state) => state.connection)
  const [cursorMs, setCursorMs] = useState<number | null>(null)
  const select = useCallback((selection: string | null) => writeUrl({ selection }), [])
  const onEscape = () => {
    if (cursorMs !== null) setCursorMs(null)
    else if (currentUrl().filter) writeUrl({ filter: '' })
    else writeUrl({ selection: null })
  }
  useKeys({
    ' ': () => (paused ? client.resume() : client.pause()),
    Escape: onEscape,
  })
  if (!known && connection === 'connecting') return <Loading />
  if (!known || tone === 'empty' || pools.length + hosts === 0) return <FirstRun />
  return (
    <div className="live">
      <Headline />
      <OpenIncidents />
      <LiveStrip cursorMs={cursorMs} onCursor={setCursorMs} />
      <div className="main-column">
        <VipsPanel />
        <DrainsPanel />
        {pools.length > 0 && <PoolsPanel onSelect={select} />}
        <RiskPanel />
        <HostsPanel />
        <NoAgents />
      </div>
      <div className="side">
        <EventTape onCursor={setCursorMs} />
        <Processes />
        <SourcesPanel />
      </div>
    </div>
  )
}
