'use client'

/** What each pool survives: those nearest to falling server by server first. */

import { useMemo } from 'react'
import type { PoolRisk } from '#lib/model/pool-risk'
import type { PoolView } from '#lib/views/live-view'
import { RecordLink as Link } from '../../shell/record-link.tsx'
import './network.css'
import '../../forecast/forecast.css'
import { BandBar } from '../../forecast/band-bar.tsx'
import { growthBand, shareBand } from '../../forecast/format-band.ts'
import { fewestStrikes, loadTone, survivesWords } from '../../forecast/risk-words.ts'
import { TierWord } from '../../forecast/tier-word.tsx'
import { useLive } from '../../shell/live-provider.tsx'
import { keptQuery, useUrlState } from '../../shell/url-state.ts'
import { ColumnHeads } from '../../words/column-heads.tsx'
import { plural } from '../../words/format-number.ts'
import { Strikes } from '../../words/strikes.tsx'
import { risksToShow } from './risks-to-show.ts'
import { poolHref } from './use-row-keys.ts'

const NO_POOLS: PoolView[] = []
const COLUMNS = ['pool', 'survives', 'load after losing one', 'room for load', 'strikes left']

export function RiskPanel() {
  const pools = useLive((state) => state.shown?.pools ?? NO_POOLS)
  const query = keptQuery(useUrlState())
  const { shown, calm, unknown } = useMemo(() => risksToShow(pools), [pools])
  if (shown.length + calm + unknown === 0) return null
  const others = [
    calm > 0 && `${plural(calm, 'more pool is', 'more pools are')} calm`,
    unknown > 0 && `of ${plural(unknown, 'pool')} nothing can be said yet`,
  ].filter(Boolean)
  return (
    <section className="risks panel" aria-labelledby="risks-title">
      <div className="panel-head">
        <h2 id="risks-title">What pools survive</h2>
        <span className="shown">by their own capacity</span>
      </div>
      {shown.length > 0 && (
        <table className="cards-table">
          <ColumnHeads names={COLUMNS} />
          <tbody>
            {shown.map(({ pool, risk }) => (
              <RiskRow key={pool.id} pool={pool} risk={risk} href={poolHref(pool.id, query)} />
            ))}
          </tbody>
        </table>
      )}
      {others.length > 0 && <p className="nothing">{others.join('; ')}.</p>}
    </section>
  )
}

function RiskRow({ pool, risk, href }: { pool: PoolView; risk: PoolRisk; href: string }) {
  const loss = risk.losses[0]
  const load = loss?.hottest?.load ?? loss?.load
  const strikes = fewestStrikes(risk)
  return (
    <tr data-risk={pool.id} data-tier={risk.tier} data-stale={!pool.fresh || undefined}>
      <th scope="row">
        <Link href={href}>{pool.name}</Link>
        <span className="quiet">{pool.loadBalancer}</span>
      </th>
      <td data-label="survives">
        <TierWord tier={risk.tier} />
        <span className="quiet">{survivesWords(risk) ?? risk.unknown}</span>
      </td>
      <td data-label="load after losing one">
        {load ? (
          <>
            <BandBar band={load} max={1.25} mark={1} tone={loadTone(load.high)} />
            <span className="band-words">{shareBand(load)}</span>
          </>
        ) : (
          <span className="quiet">not known</span>
        )}
      </td>
      <td data-label="room for load">{risk.unknown === null ? growthBand(risk.headroom) : '–'}</td>
      <td data-label="strikes left">
        {strikes ? (
          <>
            <Strikes left={strikes.left} of={strikes.of} /> <span className="quiet">{strikes.server}</span>
          </>
        ) : (
          '–'
        )}
      </td>
    </tr>
  )
}
