'use client'
/** The pool's numbers over the chosen range: stored ones first, live ones after; the drawing is loaded apart. */

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import type { PoolView } from '#lib/views/live-view'
import { useLive } from '../../../shell/live-provider.tsx'
import { RecordLink as Link } from '../../../shell/record-link.tsx'
import { keptQuery, useUrlState } from '../../../shell/url-state.ts'
import { appendLive, type Metric, OTHERS, type Series, TOP_SERVERS } from './chart-series.ts'
import { RANGES, type Range, rangeOf } from './range.ts'

const MetricChart = dynamic(() => import('./metric-chart.tsx').then((module) => module.MetricChart), {
  ssr: false,
  loading: () => <div className="chart-space" aria-busy="true" />,
})

const TITLES: Record<Metric, [title: string, unit: string]> = {
  requestRate: ['Requests', 'per second'],
  failureRate: ['Failures', 'per second'],
  responseTimeMs: ['Response time', 'ms, mean of the last 1,024 requests'],
  sessions: ['Sessions', 'open now'],
  queue: ['Queue', 'requests waiting'],
}

type Props = { pool: PoolView; rangeId: Range['id']; stored: Series[] }

export function ChartsPanel({ pool, rangeId, stored }: Props) {
  const url = useUrlState()
  const series = useGrowing(pool, rangeId, stored)
  const kept = keptQuery(url)
  return (
    <section className="charts" aria-labelledby="charts-title">
      <div className="charts-head">
        <h2 id="charts-title">Numbers by server</h2>
        <nav aria-label="Range" className="control">
          {RANGES.map((range) => (
            <Link
              key={range.id}
              href={`/pools/${encodeURIComponent(pool.id)}?range=${range.id}${kept.replace('?', '&')}`}
              aria-current={range.id === rangeId ? 'true' : undefined}
              scroll={false}
            >
              {range.name}
            </Link>
          ))}
        </nav>
      </div>
      <div className="charts-grid">
        {series.map((each) => (
          <figure key={each.metric} className="panel chart" data-metric={each.metric}>
            <figcaption>
              <strong>{TITLES[each.metric][0]}</strong> <span>{TITLES[each.metric][1]}</span>
            </figcaption>
            {each.points.length === 0 ? (
              <p className="nothing chart-space">Nothing was recorded in this range.</p>
            ) : (
              <MetricChart series={each} pool={pool} zone={url.zone} spanMs={rangeOf(rangeId).spanMs} />
            )}
          </figure>
        ))}
      </div>
    </section>
  )
}

/** Each new picture adds its second; a range is asked for anew when it changes. */
function useGrowing(pool: PoolView, rangeId: Range['id'], stored: Series[]): Series[] {
  const [series, setSeries] = useState(() => named(stored, pool))
  const atMs = useLive((state) => (state.connection === 'live' ? (state.shown?.atMs ?? null) : null))
  const second = atMs === null ? null : Math.floor(atMs / 1000)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a second, with the pool as it is then
  useEffect(() => {
    if (second === null || !pool.fresh) return
    const fromMs = second * 1000 - rangeOf(rangeId).spanMs
    setSeries((before) => before.map((each) => appendLive(each, pool.servers, second * 1000, fromMs)))
  }, [second, rangeId])
  return series
}

/** Where nothing was stored yet, the pool's first servers get the lines. */
function named(stored: Series[], pool: PoolView): Series[] {
  const top = pool.servers.slice(0, TOP_SERVERS).map((server) => server.name)
  const names = pool.servers.length > top.length ? [...top, OTHERS] : top
  return stored.map((series) => (series.names.length > 0 ? series : { ...series, names }))
}
