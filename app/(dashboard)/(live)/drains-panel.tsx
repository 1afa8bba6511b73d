'use client'
/** Drains that run, and how those of the last minutes ended. */

import { useMemo } from 'react'
import type { PoolView } from '#lib/views/live-view'
import './network.css'
import '../../forecast/forecast.css'
import type { ShownDrain } from '../../forecast/drains-table.tsx'
import { DrainsTable } from '../../forecast/drains-table.tsx'
import { useLive } from '../../shell/live-provider.tsx'
import { keptQuery, useUrlState } from '../../shell/url-state.ts'
import { useNow } from '../../shell/use-now.ts'
import { drainsToShow } from './drains-to-show.ts'
import { poolHref } from './use-row-keys.ts'

const NO_POOLS: PoolView[] = []

export function DrainsPanel() {
  const pools = useLive((state) => state.shown?.pools ?? NO_POOLS)
  const atMs = useLive((state) => state.shown?.atMs ?? 0)
  const url = useUrlState()
  const nowMs = useNow() ?? atMs
  const { shown, running, more } = useMemo(() => drainsToShow(pools), [pools])
  if (shown.length === 0) return null
  const rows: ShownDrain[] = shown.map(({ drain, pool }) => ({
    drain,
    fresh: pool.fresh,
    href: poolHref(pool.id, keptQuery(url)),
  }))
  return (
    <section className="drains panel" aria-labelledby="drains-title">
      <div className="panel-head">
        <h2 id="drains-title">Drains</h2>
        <span className="shown">
          {running} running, {shown.length + more - running} over lately
        </span>
      </div>
      <DrainsTable drains={rows} nowMs={nowMs} zone={url.zone} />
      {more > 0 && <p className="nothing">{more} more on the pages of their pools.</p>}
    </section>
  )
}
