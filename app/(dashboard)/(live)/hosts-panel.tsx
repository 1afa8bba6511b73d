'use client'
/** The hosts with an agent: how fresh, how far its clock is off, what its kernel says, what it cannot see. */

import type { HostView, TcpCounts } from '#lib/views/network-view'
import './network.css'
import { useLive } from '../../shell/live-provider.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useNow } from '../../shell/use-now.ts'
import { ColumnHeads } from '../../words/column-heads.tsx'
import { formatCount, formatMs, plural } from '../../words/format-number.ts'
import { formatClock, formatSpan, type Zone } from '../../words/format-time.ts'
import { Shape } from '../../words/shape.tsx'

const NONE: HostView[] = []

const COLUMNS = [
  'host',
  'agent',
  'clock',
  ['established', 'number'],
  'of them',
  'terminals',
  'cannot see',
] as const

export function HostsPanel() {
  const hosts = useLive((state) => state.shown?.hosts ?? NONE)
  const { zone } = useUrlState()
  const nowMs = useNow()
  if (hosts.length === 0) return null
  const inOrder = [...hosts].sort((a, b) => concern(b) - concern(a) || a.name.localeCompare(b.name))
  return (
    <section className="hosts panel" aria-labelledby="hosts-title">
      <div className="panel-head">
        <h2 id="hosts-title">Hosts</h2>
        <span className="shown">{plural(hosts.length, 'agent')}</span>
      </div>
      <table className="cards-table">
        <ColumnHeads names={COLUMNS} />
        <tbody>
          {inOrder.map((host) => (
            <HostRow key={host.name} host={host} zone={zone} nowMs={nowMs} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const concern = (host: HostView) =>
  (host.fresh ? 0 : 4) +
  (host.tcp.phantom + host.tcp.blackholed + host.terminals.stalled > 0 ? 2 : 0) +
  (host.tcp.orphaned + host.tcp.retransmitting > 0 ? 1 : 0)

/** `+1.2 ms ± 0.3 ms`; the error is never left out. */
export function clockText({
  clockOffsetMs,
  clockErrorMs,
}: Pick<HostView, 'clockOffsetMs' | 'clockErrorMs'>): string {
  const size = Math.abs(clockOffsetMs)
  const sign = clockOffsetMs < 0 ? '−' : '+'
  return `${sign}${size < 10 ? `${size.toFixed(1)} ms` : formatMs(size)} ± ${clockErrorMs < 10 ? `${clockErrorMs.toFixed(1)} ms` : formatMs(clockErrorMs)}`
}

function HostRow({ host, zone, nowMs }: { host: HostView; zone: Zone; nowMs: number | null }) {
  return (
    <tr data-host={host.name} data-stale={!host.fresh || undefined}>
      <th scope="row">
        {host.name}
        {host.addresses.length > 0 && (
          <span className="quiet host-addresses">
            {host.addresses.map((each) => each.address).join(', ')}
          </span>
        )}
      </th>
      <td data-label="agent" data-tone={host.fresh ? 'up' : 'down'} suppressHydrationWarning>
        <Shape name={host.fresh ? 'dot' : 'down'} />
        {host.fresh ? 'live' : `silent since ${formatClock(host.lastReportAtMs, zone)}`}
        {!host.fresh && nowMs !== null && (
          <span className="quiet">{formatSpan(nowMs - host.lastReportAtMs)} ago</span>
        )}
      </td>
      <td data-label="clock">{clockText(host)}</td>
      <td data-label="established" className="number">
        {formatCount(host.tcp.established)}
      </td>
      <td data-label="of them">
        <Troubles tcp={host.tcp} />
        {host.sampled < 1 && <p className="quiet">sampled: {Math.round(host.sampled * 100)} % looked at</p>}
      </td>
      <td data-label="terminals">
        {host.terminals.open}
        {host.terminals.stalled > 0 && (
          <span className="lie-word">
            {' '}
            <Shape name="lying" />
            {host.terminals.stalled} stalled
          </span>
        )}
      </td>
      <td data-label="cannot see">
        <Lacks lacks={host.lacks} />
      </td>
    </tr>
  )
}

function Troubles({ tcp }: { tcp: TcpCounts }) {
  const repeating = tcp.retransmitting - tcp.blackholed
  const words = [
    tcp.phantom > 0 && { id: 'phantom', tone: 'lie', text: `${formatCount(tcp.phantom)} phantom` },
    tcp.orphaned > 0 && { id: 'orphaned', tone: 'lie', text: `${formatCount(tcp.orphaned)} orphaned` },
    tcp.blackholed > 0 && {
      id: 'blackholed',
      tone: 'down',
      text: `${formatCount(tcp.blackholed)} blackholed`,
    },
    repeating > 0 && {
      id: 'retransmitting',
      tone: 'going-down',
      text: `${formatCount(repeating)} retransmitting`,
    },
  ].filter((each) => each !== false)
  if (words.length === 0) return <span className="quiet">none in trouble</span>
  return words.map((word) => (
    <p key={word.id} className="trouble" data-trouble={word.id} data-word-tone={word.tone}>
      {word.text}
    </p>
  ))
}

function Lacks({ lacks }: { lacks: HostView['lacks'] }) {
  if (lacks.length === 0) return <span className="quiet">nothing</span>
  return (
    <details className="lacks">
      <summary>{plural(lacks.length, 'thing')}</summary>
      <ul>
        {lacks.map((each) => (
          <li key={each.what}>
            {each.what}: <span className="quiet">{each.why}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
