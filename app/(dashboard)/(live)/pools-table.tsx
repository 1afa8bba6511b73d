'use client'

/** The table itself: one row a pool, one a server, one for those that are folded away. */

import { ColumnHeads } from '../../words/column-heads.tsx'
import type { Zone } from '../../words/format-time.ts'
import { PoolRow } from './pool-row.tsx'
import { ServerRow } from './server-row.tsx'
import type { TableRow } from './table-rows.ts'

const COLUMNS = [
  ['server', ''],
  ['HAProxy claims', ''],
  ['evidence says', ''],
  ['sessions', 'number'],
  ['req/s', 'number'],
  ['failing', 'number'],
  ['queue', 'number'],
  ['strikes left', ''],
  ['check proves', ''],
] as const

type Props = {
  rows: readonly TableRow[]
  selection: string | null
  zone: Zone
  onSelect: (key: string | null) => void
  onLimit: (poolId: string, limit: number) => void
}

export function PoolsTable({ rows, selection, zone, onSelect, onLimit }: Props) {
  return (
    <table className="pools-table">
      <caption className="out-of-sight">Pools and their servers, problems first</caption>
      <ColumnHeads names={COLUMNS} />
      <tbody>
        {rows.map((row) => {
          const selected = row.key === selection
          if (row.type === 'pool')
            return (
              <PoolRow
                key={row.key}
                pool={row.pool}
                worst={row.concern}
                open={row.open}
                selected={selected}
                onSelect={onSelect}
                onLimit={onLimit}
              />
            )
          if (row.type === 'more') return <MoreRow key={row.key} row={row} onLimit={onLimit} />
          const server = row.pool.servers[row.index]
          return (
            server && (
              <ServerRow
                key={row.key}
                poolId={row.pool.id}
                server={server}
                named={row.named}
                selected={selected}
                fresh={row.pool.fresh}
                zone={zone}
                onSelect={onSelect}
              />
            )
          )
        })}
      </tbody>
    </table>
  )
}

const MORE_AT_ONCE = 100

function MoreRow({ row, onLimit }: { row: Extract<TableRow, { type: 'more' }>; onLimit: Props['onLimit'] }) {
  const shown = row.pool.servers.length - row.count
  const next = Math.min(MORE_AT_ONCE, row.count)
  return (
    <tr className="more-row control">
      <td colSpan={COLUMNS.length}>
        <button type="button" className="as-link" onClick={() => onLimit(row.pool.id, shown + next)}>
          {row.count} more in {row.pool.name}
          {next < row.count ? `, show ${next}` : ''}
        </button>
      </td>
    </tr>
  )
}
