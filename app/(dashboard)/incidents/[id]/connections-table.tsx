'use client'
/** Every connection that is not what one end takes it for. */

import { useState } from 'react'
import type { BadConnection, Finding } from '#lib/model/finding'
import { ColumnHeads } from '../../../words/column-heads.tsx'
import { formatCount } from '../../../words/format-number.ts'
import { formatClock, type Zone } from '../../../words/format-time.ts'
import { Shape } from '../../../words/shape.tsx'
import { badConnections } from './bad-connections.ts'
import { CLASS_WORDS } from './class-words.ts'

const SHOWN_AT_FIRST = 25
const MORE_AT_ONCE = 100
const COLUMNS = [
  'host',
  'local',
  'remote',
  'what it is',
  'since',
  'last received',
  'the other end says',
  'passed on by',
  'process',
  'keepalive',
]

export function ConnectionsTable({ findings, zone }: { findings: readonly Finding[]; zone: Zone }) {
  const [shown, setShown] = useState(SHOWN_AT_FIRST)
  const { connections, total } = badConnections(findings)
  if (connections.length === 0) return null
  const more = Math.min(MORE_AT_ONCE, connections.length - shown)
  return (
    <section className="panel connections" aria-labelledby="connections-title">
      <div className="panel-head">
        <h2 id="connections-title">Connections that are not what they seem</h2>
        <span className="shown">
          {formatCount(Math.min(shown, connections.length))} of {formatCount(total)}
        </span>
      </div>
      <table className="cards-table">
        <ColumnHeads names={COLUMNS} />
        <tbody>
          {connections.slice(0, shown).map((each) => (
            <ConnectionRow key={`${each.host} ${each.local} ${each.remote}`} connection={each} zone={zone} />
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p className="nothing control">
          <button type="button" className="as-link" onClick={() => setShown(shown + MORE_AT_ONCE)}>
            {more} more
          </button>
        </p>
      )}
      {total > connections.length && (
        <p className="nothing">
          {formatCount(total - connections.length)} more are counted but not listed: a finding lists at most
          500.
        </p>
      )}
    </section>
  )
}

function ConnectionRow({ connection, zone }: { connection: BadConnection; zone: Zone }) {
  const { host, local, remote, peer, process, keepalive, lastReceivedAtMs, sinceMs, otherLeg } = connection
  const [words, tone] = CLASS_WORDS[connection.class]
  return (
    <tr data-connection-class={connection.class} data-connection={`${host} ${local} ${remote}`}>
      <th scope="row">{host}</th>
      <td data-label="local">{local}</td>
      <td data-label="remote">{remote}</td>
      <td data-label="what it is">
        <span className="trouble" data-word-tone={tone}>
          <Shape name={tone === 'lie' ? 'lying' : 'down'} />
          {words}
        </span>
      </td>
      <td data-label="since">{formatClock(sinceMs, zone)}</td>
      <td data-label="last received">
        {lastReceivedAtMs === null ? 'not known' : formatClock(lastReceivedAtMs, zone)}
      </td>
      <td data-label="the other end says">
        {peer ? `${peer.host}: ${peer.state ?? 'no such connection'}` : 'no witness there'}
      </td>
      <td data-label="passed on by">
        {otherLeg
          ? `${otherLeg.loadBalancer}: ${otherLeg.local} to ${otherLeg.server ? `${otherLeg.server} ` : ''}${otherLeg.remote}`
          : 'not known'}
      </td>
      <td data-label="process">{process ? `${process.command} (${process.pid})` : 'not known'}</td>
      <td data-label="keepalive">{keepalive === null ? 'not known' : keepalive ? 'on' : 'off'}</td>
    </tr>
  )
}
