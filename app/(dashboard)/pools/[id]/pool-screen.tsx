'use client'

/** The pool page: sentence, strip chart, drains, charts, claim against traffic, what it survives, what-if, settings, events. */

import { useState } from 'react'
import type { EventView, PoolView } from '#lib/views/live-view'
import { RecordLink as Link } from '../../../shell/record-link.tsx'
import '../../(live)/network.css'
import '../../../forecast/forecast.css'
import './pool.css'
import './pool-forecast.css'
import { useLive } from '../../../shell/live-provider.tsx'
import { keptQuery, useUrlState } from '../../../shell/url-state.ts'
import { useKeys } from '../../../shell/use-keys.ts'
import { EventLine } from '../../../words/event-line.tsx'
import { OpenIncidents } from '../../incidents/open-incidents.tsx'
import type { Series } from './chart-series.ts'
import { ChartsPanel } from './charts-panel.tsx'
import { CheckSettings } from './check-settings.tsx'
import { ChecksTable } from './checks-table.tsx'
import { EvidenceTable } from './evidence-table.tsx'
import { PoolDrains } from './pool-drains.tsx'
import { PoolHead } from './pool-head.tsx'
import { PoolRiskPanel } from './pool-risk.tsx'
import { PoolStrip } from './pool-strip.tsx'
import type { Range } from './range.ts'
import { usePoolDetail } from './use-pool-detail.ts'
import { WhatIf } from './what-if.tsx'

type Props = {
  id: string
  rangeId: Range['id']
  stored: PoolView | null
  series: Series[]
  events: EventView[]
}

const NO_EVENTS: EventView[] = []

export function PoolScreen({ id, rangeId, stored, series, events }: Props) {
  const url = useUrlState()
  const live = useLive((state) => state.shown?.pools.find((pool) => pool.id === id) ?? null)
  const known = useLive((state) => state.connection !== 'connecting')
  const past = useLive((state) => state.connection === 'past')
  const liveEvents = useLive((state) => state.shown?.events ?? NO_EVENTS)
  const [cursorMs, setCursorMs] = useState<number | null>(null)
  const kept = usePoolDetail(id)
  useKeys(keysOf(() => setCursorMs(null)))
  const pool = live ?? (known ? null : stored)
  if (!pool) return <NoPool id={id} known={known} back={`/${keptQuery(url)}`} />
  const all = ofPool(pool, liveEvents, events)
  return (
    <div className="pool-page">
      <PoolHead pool={pool} back={`/${keptQuery(url)}`} />
      <OpenIncidents pool={id} />
      <PoolStrip pool={pool} events={all} cursorMs={cursorMs} onCursor={setCursorMs} />
      <PoolDrains drains={pool.drains ?? []} zone={url.zone} fresh={pool.fresh} />
      <ChartsPanel pool={pool} rangeId={rangeId} stored={series} />
      <ChecksTable pool={pool} zone={url.zone} />
      <EvidenceTable pool={pool} kept={kept} />
      <PoolRiskPanel risk={pool.risk} fresh={pool.fresh} />
      {!past && <WhatIf pool={pool} />}
      <CheckSettings kept={kept} />
      <section className="panel pool-events" aria-labelledby="pool-events-title">
        <div className="panel-head">
          <h2 id="pool-events-title">Events of {pool.name}</h2>
        </div>
        <ol>
          {all.map((event) => (
            <EventLine key={event.id} event={event} zone={url.zone} onCursor={setCursorMs} />
          ))}
        </ol>
        {all.length === 0 && <p className="nothing">Nothing has changed in this range.</p>}
      </section>
    </div>
  )
}

const keysOf = (onEscape: () => void) => ({ Escape: onEscape })

/** Live ones and stored ones once each, newest first. */
function ofPool(pool: PoolView, live: readonly EventView[], stored: readonly EventView[]): EventView[] {
  const own = live.filter((event) => event.loadBalancer === pool.loadBalancer && event.pool === pool.name)
  const ids = new Set(own.map((event) => event.id))
  return [...own, ...stored.filter((event) => !ids.has(event.id))].sort((a, b) => b.atMs - a.atMs)
}

function NoPool({ id, known, back }: { id: string; known: boolean; back: string }) {
  return (
    <section className="headline pool-none" aria-busy={!known}>
      <h1 data-tone="unknown">
        <span className="lead">{known ? 'No such pool now:' : 'Connecting.'}</span> {id}
      </h1>
      <p>
        {known
          ? 'No load balancer that is connected tells of it. It may have been renamed or removed by a reload.'
          : 'Waiting for the first picture of this pool.'}{' '}
        <Link href={back}>All pools</Link>
      </p>
    </section>
  )
}
