/** What each server's check can know, and what it said last. */

import type { PoolView } from '#lib/views/live-view'
import { ClaimWord, VerdictWord } from '../../../words/claim-word.tsx'
import { ColumnHeads } from '../../../words/column-heads.tsx'
import { formatCount } from '../../../words/format-number.ts'
import { formatClock, formatDate, type Zone, zoneName } from '../../../words/format-time.ts'
import { Strikes } from '../../../words/strikes.tsx'

const COLUMNS = [
  'server',
  'HAProxy claims',
  'evidence says',
  'check proves',
  'last check',
  'strikes left',
  'weight',
  'address',
]

export function ChecksTable({ pool, zone }: { pool: PoolView; zone: Zone }) {
  return (
    <section className="panel checks" aria-labelledby="checks-title" data-stale={!pool.fresh || undefined}>
      <div className="panel-head">
        <h2 id="checks-title">Servers and what their checks prove</h2>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <section className="checks-scroll" tabIndex={0} aria-label="Servers of the pool">
        <table>
          <ColumnHeads names={COLUMNS} />
          <tbody>
            {pool.servers.map((server) => (
              <tr
                key={server.name}
                data-server={`${pool.id}/${server.name}`}
                data-claim={server.claim.kind}
                data-verdict={server.verdict.kind}
              >
                <th scope="row">
                  {server.name}
                  {server.backup && <span className="beside">backup</span>}
                </th>
                <td
                  title={`since ${formatDate(server.claimSinceMs, zone)} ${formatClock(server.claimSinceMs, zone)} ${zoneName(zone, server.claimSinceMs)}`}
                >
                  <ClaimWord {...server.claim} />
                </td>
                <td>
                  <VerdictWord kind={server.verdict.kind} reason={server.verdict.reason} />
                </td>
                <td>{server.checkProves}</td>
                <td>{server.lastCheck ?? '–'}</td>
                <td>{server.strikes ? <Strikes {...server.strikes} /> : '–'}</td>
                <td className="number">{formatCount(server.weight)}</td>
                <td className="number">{server.address ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
