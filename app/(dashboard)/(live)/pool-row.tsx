'use client'

/** One pool: its own claim, the worst that the evidence says of its servers, its numbers. */

import { memo } from 'react'
import type { PoolRisk } from '#lib/model/pool-risk'
import type { PoolView } from '#lib/views/live-view'
import { survivesShortly, survivesWords, TIERS } from '../../forecast/risk-words.ts'
import { LastHeard } from '../../shell/last-heard.tsx'
import { RecordLink as Link } from '../../shell/record-link.tsx'
import { ClaimWord, VerdictWord } from '../../words/claim-word.tsx'
import { plural } from '../../words/format-number.ts'
import { Shape } from '../../words/shape.tsx'
import { isDown, type PoolConcern } from './concern.ts'
import { NumberCells } from './number-cells.tsx'
import { AUTO_MOST } from './table-rows.ts'
import { poolHref, rowId } from './use-row-keys.ts'

type Props = {
  pool: PoolView
  worst: PoolConcern
  open: boolean
  selected: boolean
  onSelect: (key: string) => void
  onLimit: (poolId: string, limit: number) => void
}

export const PoolRow = memo(
  Row,
  (a, b) =>
    a.pool === b.pool &&
    a.open === b.open &&
    a.selected === b.selected &&
    a.worst.concern === b.worst.concern &&
    a.onSelect === b.onSelect,
)

function Row({ pool, worst, open, selected, onSelect, onLimit }: Props) {
  return (
    <tr
      id={rowId(pool.id)}
      className="pool-row"
      data-pool={pool.id}
      data-stale={!pool.fresh || undefined}
      data-selected={selected || undefined}
      onClick={() => onSelect(pool.id)}
    >
      <th scope="row">
        <button
          type="button"
          className="fold control"
          aria-expanded={open}
          aria-label={`${open ? 'Fold' : 'Show'} the servers of ${pool.name}`}
          onClick={(event) => {
            event.stopPropagation()
            onLimit(pool.id, open ? 0 : AUTO_MOST)
          }}
        >
          {open ? '▾' : '▸'}
        </button>
        <Link href={poolHref(pool.id)} onClick={(event) => event.stopPropagation()}>
          {pool.name}
        </Link>
        <span className="of-lb">{pool.loadBalancer}</span>
      </th>
      <td data-label="claims">
        <ClaimWord kind={poolKind(pool)} status={pool.status ?? 'not said'} />
        <span className="beside">
          {worst.inRotation} of {pool.servers.length}
        </span>
      </td>
      <td data-label="evidence">
        {pool.fresh ? (
          <PoolVerdict pool={pool} lying={worst.lying} />
        ) : (
          <LastHeard loadBalancer={pool.loadBalancer} />
        )}
      </td>
      <NumberCells numbers={pool.numbers} lying={worst.lying > 0} />
      <td className="strikes" />
      <td className="proves" data-label="survives">
        {pool.risk ? <Survives risk={pool.risk} /> : (pool.mode ?? '')}
      </td>
    </tr>
  )
}

function Survives({ risk }: { risk: PoolRisk }) {
  const words = survivesWords(risk)
  if (words === null) return <span title={risk.unknown ?? undefined}>capacity unknown</span>
  const { tone, shape, word } = TIERS[risk.tier]
  return (
    <span className="survives" data-tone={tone} title={`${word}: ${words}`}>
      {risk.tier !== 'calm' && <Shape name={shape} />}
      {survivesShortly(risk)}
    </span>
  )
}

function poolKind(pool: PoolView) {
  if (isDown(pool)) return 'down'
  return pool.status?.startsWith('UP') ? 'up' : 'unknown'
}

function PoolVerdict({ pool, lying }: { pool: PoolView; lying: number }) {
  if (lying > 0) {
    const first = pool.servers.find((server) => server.verdict.kind === 'lying')
    return <VerdictWord kind="lying" reason={lying === 1 ? (first?.name ?? '') : plural(lying, 'server')} />
  }
  const kinds = new Set(pool.servers.map((server) => server.verdict.kind))
  const unproven = pool.servers.filter((server) => server.verdict.kind === 'unproven').length
  if (unproven > 0)
    return (
      <VerdictWord
        kind="unproven"
        reason={unproven === pool.servers.length ? 'all' : `${unproven} of ${pool.servers.length}`}
      />
    )
  if (kinds.has('agrees')) return <VerdictWord kind="agrees" reason="" />
  return <VerdictWord kind={kinds.has('no-traffic') ? 'no-traffic' : 'unknown'} reason="" />
}
