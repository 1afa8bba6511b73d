'use client'
/** Pools, problems first, with their servers: what HAProxy claims beside what the evidence says. */

import { useMemo, useState } from 'react'
import type { PoolView } from '#lib/views/live-view'
import { useLive } from '../../shell/live-provider.tsx'
import { useUrlState, writeUrl } from '../../shell/url-state.ts'
import { useNow } from '../../shell/use-now.ts'
import { Filter } from './filter.tsx'
import { PoolsTable } from './pools-table.tsx'
import { tableRows } from './table-rows.ts'
import { useHeldRows } from './use-held-rows.ts'
import { useRowKeys } from './use-row-keys.ts'

const NO_POOLS: PoolView[] = []

export function PoolsPanel({ onSelect }: { onSelect: (key: string | null) => void }) {
  const url = useUrlState()
  const pools = useLive((state) => state.shown?.pools ?? NO_POOLS)
  const nowMs = useNow() ?? 0
  const [pointerInside, setPointerInside] = useState(false)
  const [limits, setLimits] = useState<Record<string, number>>({})
  const { filter, quiet, selection } = url
  const wholeSecond = Math.floor(nowMs / 1000) * 1000
  const table = useMemo(
    () => tableRows(pools, { filter, quiet, limits, nowMs: wholeSecond }),
    [pools, filter, quiet, limits, wholeSecond],
  )
  const choice = JSON.stringify([filter, quiet, limits])
  const { drawn, outOfOrder } = useHeldRows(table.rows, pointerInside || selection !== null, choice)
  useRowKeys(drawn, url)
  return (
    <section className="pools panel" aria-labelledby="pools-title">
      <div className="panel-head">
        <h2 id="pools-title">Pools · problems first</h2>
        <span className="held" role="status">
          {outOfOrder && `Order held while ${selection ? 'a row is selected (Esc)' : 'the pointer is here'}`}
        </span>
        <Filter value={filter} />
        <span className="shown">
          {table.shownPools} of {pools.length} shown
          {table.quietPools > 0 && filter === '' && (
            <span className="control">
              {' · '}
              <button
                type="button"
                className="as-link"
                onClick={() => writeUrl({ quiet: !table.showsQuiet })}
              >
                {table.showsQuiet ? 'hide' : 'show'} {table.quietPools} quiet
              </button>
            </span>
          )}
        </span>
      </div>
      <div
        onPointerEnter={(e) => setPointerInside(e.pointerType === 'mouse')}
        onPointerLeave={() => setPointerInside(false)}
      >
        <PoolsTable
          rows={drawn}
          selection={selection}
          zone={url.zone}
          onSelect={onSelect}
          onLimit={(pool, limit) => setLimits((before) => ({ ...before, [pool]: limit }))}
        />
      </div>
      {drawn.length === 0 && <NothingShown filter={filter} quietPools={table.quietPools} />}
    </section>
  )
}

function NothingShown({ filter, quietPools }: { filter: string; quietPools: number }) {
  if (filter)
    return (
      <p className="nothing">
        No pool or server matches “{filter}”.{' '}
        <button type="button" className="as-link" onClick={() => writeUrl({ filter: '' })}>
          Clear the filter
        </button>
      </p>
    )
  return <p className="nothing">No pool has a problem. {quietPools} are quiet.</p>
}
