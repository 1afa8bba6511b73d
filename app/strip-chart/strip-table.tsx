'use client'
/** The chart for who cannot see it: the same values, one row every ten seconds. */

import { memo } from 'react'
import { formatClock, type Zone, zoneName } from '../words/format-time.ts'
import type { JoinedSecond } from './join-seconds.ts'
import { readNetwork, readSecond } from './read-second.ts'

const EVERY_S = 10
/** A long stretch takes fewer, wider steps. */
const ROWS_MOST = 120

type Props = { subject: string; joined: readonly JoinedSecond[]; zone: Zone }

export const StripTable = memo(StripRows, (before, after) => {
  const last = (props: Props) => Math.floor((props.joined.at(-1)?.second ?? 0) / EVERY_S)
  return before.subject === after.subject && before.zone === after.zone && last(before) === last(after)
})

function StripRows({ subject, joined, zone }: Props) {
  const every = EVERY_S * Math.max(1, Math.ceil(joined.length / EVERY_S / ROWS_MOST))
  const rows = joined.filter((each) => each.second % every === 0).reverse()
  const pool = rows.some((each) => each.pool)
  const network = rows.some((each) => each.network)
  return (
    <div className="out-of-sight">
      <table>
        <caption>
          {subject}, every {every} seconds, newest first
        </caption>
        <thead>
          <tr>
            <th scope="col">Time, {zoneName(zone, (joined.at(-1)?.second ?? 0) * 1000)}</th>
            {pool && (
              <>
                <th scope="col">Claims</th>
                <th scope="col">Requests a second</th>
                <th scope="col">Failing</th>
                <th scope="col">Sessions</th>
              </>
            )}
            {network && <th scope="col">Address, ARP, TCP, terminals</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((each) => (
            <tr key={each.second}>
              <th scope="row">{formatClock(each.second * 1000, zone)}</th>
              {pool && <PoolCells second={each} />}
              {network && (
                <td>
                  {each.network
                    ? readNetwork(each.network)
                        .map((word) => word.text)
                        .join(', ')
                    : 'not known'}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function PoolCells({ second }: { second: JoinedSecond }) {
  if (!second.pool) return <td colSpan={4}>not known</td>
  const read = readSecond(second.pool)
  return (
    <>
      <td>{read.claims.map((claim) => `${claim.count} ${claim.word}`).join(', ')}</td>
      <td>{read.requestRate}</td>
      <td>{read.failing}</td>
      <td>{read.sessions}</td>
    </>
  )
}
