'use client'
/** Who is still on a draining server, those expected to stay longest first. */

import { useState } from 'react'
import type { DrainSession } from '#lib/model/drain'
import { ColumnHeads } from '../../../words/column-heads.tsx'
import { formatCount } from '../../../words/format-number.ts'
import { formatSpan } from '../../../words/format-time.ts'

const SHOWN_AT_FIRST = 5
const KIB = 1024
const COLUMNS = [
  'client',
  'open for',
  'idle for',
  'from client',
  'to client',
  'command',
  'open at the deadline',
]

type Props = { sessions: readonly DrainSession[]; left: number | null; deadline: boolean }

export function DrainSessions({ sessions, left, deadline }: Props) {
  const [all, setAll] = useState(false)
  if (sessions.length === 0)
    return (
      <p className="quiet drain-nobody">
        {left === 0
          ? 'Nobody is left.'
          : 'Who is left is not known: only the socket’s list of sessions tells.'}
      </p>
    )
  const shown = all ? sessions : sessions.slice(0, SHOWN_AT_FIRST)
  const hidden = sessions.length - shown.length
  return (
    <div className="drain-sessions">
      <table className="cards-table">
        <ColumnHeads names={COLUMNS} />
        <tbody>
          {shown.map((each) => (
            <SessionRow key={each.client} session={each} deadline={deadline} />
          ))}
        </tbody>
      </table>
      {hidden > 0 && (
        <p className="nothing control">
          <button type="button" className="as-link" onClick={() => setAll(true)}>
            {hidden} more
          </button>
        </p>
      )}
      {left !== null && left > sessions.length && (
        <p className="nothing">{formatCount(left - sessions.length)} more are counted but not listed.</p>
      )}
    </div>
  )
}

function SessionRow({ session, deadline }: { session: DrainSession; deadline: boolean }) {
  const { client, ageMs, idleMs, bytesIn, bytesOut, command, chanceAtDeadline } = session
  return (
    <tr data-drain-session={client}>
      <th scope="row">{client}</th>
      <td data-label="open for">{formatSpan(ageMs)}</td>
      <td data-label="idle for">{idleMs === null ? 'not known' : formatSpan(idleMs)}</td>
      <td data-label="from client">{bytes(bytesIn)}</td>
      <td data-label="to client">{bytes(bytesOut)}</td>
      <td data-label="command">
        {command
          ? `${command.command} on ${command.host}${command.tty ? ` ${command.tty}` : ''}`
          : 'no agent there'}
      </td>
      <td data-label="open at the deadline">
        {chanceAtDeadline === null ? (deadline ? 'not known' : 'no deadline') : chance(chanceAtDeadline)}
      </td>
    </tr>
  )
}

function chance(share: number): string {
  const percent =
    share > 0 && share < 0.01 ? '<1 %' : share < 1 && share > 0.99 ? '>99 %' : `${Math.round(share * 100)} %`
  if (share >= 0.9) return `almost surely, ${percent}`
  if (share >= 0.6) return `likely, ${percent}`
  return `${share > 0.4 ? 'as likely as not' : share > 0.1 ? 'unlikely' : 'hardly'}, ${percent}`
}

function bytes(count: number | null): string {
  if (count === null) return 'not known'
  if (count < KIB) return `${count} B`
  if (count < KIB * KIB) return `${formatCount(count / KIB)} KiB`
  return `${(count / KIB / KIB).toFixed(1)} MiB`
}
