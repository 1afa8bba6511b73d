'use client'
/** One server: HAProxy's word, the verdict on it, its numbers, and how much its check can know. */

import { memo } from 'react'
import type { ServerView } from '#lib/views/live-view'
import { ClaimWord, VerdictWord } from '../../words/claim-word.tsx'
import { formatClock, type Zone } from '../../words/format-time.ts'
import { Strikes } from '../../words/strikes.tsx'
import { NumberCells } from './number-cells.tsx'
import { rowId } from './use-row-keys.ts'

type Props = {
  poolId: string
  server: ServerView
  /** True where the row stands apart from its pool's. */
  named: boolean
  selected: boolean
  fresh: boolean
  zone: Zone
  onSelect: (key: string) => void
}

export const ServerRow = memo(function ServerRow(props: Props) {
  const { poolId, server, named, selected, fresh, zone, onSelect } = props
  const key = `${poolId}/${server.name}`
  const { claim, verdict, weight } = server
  return (
    <tr
      id={rowId(key)}
      className="server-row"
      data-server={key}
      data-claim={claim.kind}
      data-verdict={verdict.kind}
      data-stale={!fresh || undefined}
      data-selected={selected || undefined}
      onClick={() => onSelect(key)}
    >
      <th scope="row">
        <button
          type="button"
          className="row-name"
          aria-pressed={selected}
          title={server.address ?? undefined}
        >
          {named ? `${poolId}/` : ''}
          {server.name}
        </button>
        {server.backup && <span className="of-lb">backup</span>}
      </th>
      <td data-label="claims">
        <span data-backup={server.backup || undefined}>
          <ClaimWord kind={claim.kind} status={claim.status} />
        </span>
        {weight === 0 && claim.kind === 'up' && <span className="beside">weight 0</span>}
      </td>
      <td data-label="evidence">
        <VerdictWord kind={verdict.kind} reason={verdict.reason} />
        {verdict.kind === 'lying' && <Since atMs={verdict.sinceMs} zone={zone} />}
        {verdict.kind !== 'lying' && claim.kind !== 'up' && <Since atMs={server.claimSinceMs} zone={zone} />}
      </td>
      <NumberCells numbers={server.numbers} lying={verdict.kind === 'lying'} />
      <td className="strikes" data-label="strikes left">
        {server.strikes && <Strikes {...server.strikes} />}
      </td>
      <td className="proves" data-label="check proves" title={server.lastCheck ?? undefined}>
        {server.checkProves}
      </td>
    </tr>
  )
})

function Since({ atMs, zone }: { atMs: number; zone: Zone }) {
  return <span className="beside"> since {formatClock(atMs, zone)}</span>
}
