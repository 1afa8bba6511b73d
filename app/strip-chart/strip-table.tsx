'use client'
/** The chart for who cannot see it: the same values, one row every ten seconds. */

import { memo } from 'react'
import type { StripSecond } from '#lib/views/live-view'
import { formatClock, type Zone, zoneName } from '../words/format-time.ts'
import { readSecond } from './read-second.ts'

const EVERY_S = 10

type Props = { subject: string; seconds: readonly StripSecond[]; zone: Zone }

export const StripTable = memo(StripRows, (before, after) => {
  const last = (props: Props) => Math.floor((props.seconds.at(-1)?.second ?? 0) / EVERY_S)
  return before.subject === after.subject && before.zone === after.zone && last(before) === last(after)
})

function StripRows({ subject, seconds, zone }: Props) {
  const rows = seconds.filter((each) => each.second % EVERY_S === 0).reverse()
  return (
    <div className="out-of-sight">
      <table>
        <caption>{subject}, every ten seconds, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time, {zoneName(zone, (seconds.at(-1)?.second ?? 0) * 1000)}</th>
            <th scope="col">Claims</th>
            <th scope="col">Requests a second</th>
            <th scope="col">Failing</th>
            <th scope="col">Sessions</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((each) => {
            const read = readSecond(each)
            return (
              <tr key={each.second}>
                <th scope="row">{formatClock(each.second * 1000, zone)}</th>
                <td>{read.claims.map((claim) => `${claim.count} ${claim.word}`).join(', ')}</td>
                <td>{read.requestRate}</td>
                <td>{read.failing}</td>
                <td>{read.sessions}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
