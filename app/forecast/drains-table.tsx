/** Drains in rows that become cards where there is little room. */

import type { Drain } from '#lib/model/drain'
import { ColumnHeads } from '../words/column-heads.tsx'
import type { Zone } from '../words/format-time.ts'
import { DrainRow } from './drain-row.tsx'

const COLUMNS = ['server', 'sessions left', 'blocked by', 'expected at the deadline', 'verdict']

export type ShownDrain = { drain: Drain; fresh: boolean; href: string | null }
type Props = { drains: readonly ShownDrain[]; nowMs: number; zone: Zone }

export function DrainsTable({ drains, nowMs, zone }: Props) {
  return (
    <table className="cards-table">
      <ColumnHeads names={COLUMNS} />
      <tbody>
        {drains.map(({ drain, fresh, href }) => (
          <DrainRow key={drain.id} drain={drain} nowMs={nowMs} zone={zone} fresh={fresh} href={href} />
        ))}
      </tbody>
    </table>
  )
}
