'use client'

/** How far the incident reached, in figures, each with what it counts. */

import type { ReactNode } from 'react'
import type { Incident } from '#lib/model/incident'
import type { Impact, PoolImpact } from '#lib/views/to-impact'
import { RecordLink as Link } from '../../../shell/record-link.tsx'
import { useAsked } from '../../../shell/use-asked.ts'
import { formatCount, formatShare } from '../../../words/format-number.ts'
import { incidentPath } from './use-incident.ts'

/** Named beside the figure; of more, the rest is counted. */
const NAMED_MOST = 3
const AGAIN_AFTER_MS = 5_000

type Props = { incident: Incident; first: Impact | null }

export function ImpactLine({ incident, first }: Props) {
  const { id, endedAtMs, findings } = incident
  // While it lasts requests go on failing: every change of the incident is asked after.
  const key =
    first !== null && endedAtMs !== null
      ? null
      : JSON.stringify([endedAtMs, findings.map((one) => [one.id, one.connectionsTotal, one.endedAtMs])])
  const { value: impact } = useAsked<Impact | null>(incidentPath(id, 'impact'), first, key, AGAIN_AFTER_MS)
  if (impact === null) return null
  const { pools, servers, addresses, hosts, connections, terminals, cut, requests } = impact
  return (
    <section className="impact" aria-labelledby="impact-title">
      <h2 id="impact-title">Reach</h2>
      <dl>
        <Requests requests={requests} />
        <Figure name="connections not what they seem" count={connections} href="#connections-title" />
        <Figure name="terminals that stand still" count={terminals.length} href="#terminals-title" />
        <Figure name="sessions cut" count={cut} href="#cut-title" />
        <Figure
          name="pools"
          count={pools.length}
          names={pools}
          link={(pool) => `/pools/${encodeURIComponent(pool)}`}
        />
        <Figure name="servers" count={servers.length} names={servers} />
        <Figure name="addresses" count={addresses.length} names={addresses} />
        <Figure name="hosts" count={hosts.length} names={hosts} />
      </dl>
    </section>
  )
}

function Requests({ requests }: { requests: readonly PoolImpact[] }) {
  const counted = requests.filter((one) => one.requests !== null)
  if (counted.length === 0) return null
  const total = counted.reduce((sum, one) => sum + one.requests!, 0)
  const failed = counted.reduce((sum, one) => sum + (one.failed ?? 0), 0)
  return (
    <Figure name="requests failed" count={failed} always>
      of {formatCount(total)}
      {failed > 0 && total > 0 && `, ${formatShare(failed / total)}`}
    </Figure>
  )
}

type FigureProps = {
  name: string
  count: number
  names?: readonly string[]
  link?: (name: string) => string
  href?: string
  /** Also where there is none. */
  always?: boolean
  children?: ReactNode
}

function Figure({ name, count, names = [], link, href, always = false, children }: FigureProps) {
  if (count === 0 && !always) return null
  const more = names.length - NAMED_MOST
  return (
    <div data-impact={name}>
      <dt>{name}</dt>
      <dd>
        <strong>{href ? <a href={href}>{formatCount(count)}</a> : formatCount(count)}</strong>{' '}
        <span>
          {children}
          {names.slice(0, NAMED_MOST).map((one, at) => (
            <span key={one}>
              {at > 0 && ', '}
              {link ? <Link href={link(one)}>{one}</Link> : one}
            </span>
          ))}
          {more > 0 && ` and ${formatCount(more)} more`}
        </span>
      </dd>
    </div>
  )
}
