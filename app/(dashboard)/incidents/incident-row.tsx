/** One incident as a row that leads to its page. */

import type { Drill } from '#lib/model/drill'
import type { Handling } from '#lib/model/incident'
import { isLie } from '#lib/views/incident-headline'
import type { IncidentView } from '#lib/views/network-view'
import { RecordLink as Link } from '../../shell/record-link.tsx'
import './incidents.css'
import { plural } from '../../words/format-number.ts'
import { formatClock, formatDate, formatSpan, type Zone, zoneName } from '../../words/format-time.ts'
import { Shape } from '../../words/shape.tsx'
import { drillHref } from '../drills/drill-href.ts'
import { kindWords, percent, SeverityWord } from './severity-word.tsx'

type Props = {
  incident: IncidentView
  zone: Zone
  nowMs: number | null
  query: string
  selected?: boolean
  /** Lists that go back over days say the date. */
  dated?: boolean
  /** The drill in which it began. */
  drill?: Drill | null
}

export const incidentHref = (id: string, query = '') => `/incidents/${encodeURIComponent(id)}${query}`
export const incidentRowId = (id: string) => `incident-${id}`

/** Who is on it, who closed it, how much was said. */
function handlingWords(handling: Handling | undefined): string {
  if (!handling) return ''
  const { acknowledged, closed, comments } = handling
  return [
    closed && `closed by ${closed.by}`,
    acknowledged && !closed && `${acknowledged.by} is on it`,
    comments > 0 && plural(comments, 'comment'),
  ]
    .filter(Boolean)
    .map((words) => ` · ${words}`)
    .join('')
}

export function IncidentRow({
  incident,
  zone,
  nowMs,
  query,
  selected = false,
  dated = false,
  drill = null,
}: Props) {
  const { id, title, severity, confidence, startedAtMs, endedAtMs, rootCause, findings, handling } = incident
  const open = endedAtMs === null
  const spanMs = open ? (nowMs === null ? null : nowMs - startedAtMs) : endedAtMs - startedAtMs
  const lie = isLie(incident)
  const [bareTitle, reason] = [title, rootCause.reason].map((text) => text.replace(/\.$/, ''))
  const connections = findings
    .filter((finding) => finding.kind.endsWith('-connections'))
    .reduce((sum, finding) => sum + finding.connectionsTotal, 0)
  return (
    <li
      id={incidentRowId(id)}
      className="incident-row"
      data-incident={id}
      data-open={open || undefined}
      data-lie={lie || undefined}
      data-selected={selected || undefined}
    >
      <SeverityWord severity={severity} />
      <p className="incident-title">
        <Link href={incidentHref(id, query)} aria-current={selected || undefined}>
          {lie && <Shape name="lying" />}
          {bareTitle}
        </Link>
      </p>
      <p className="incident-when" suppressHydrationWarning>
        {dated && <>{formatDate(startedAtMs, zone)} </>}
        {formatClock(startedAtMs, zone)} {zoneName(zone, startedAtMs)}{' '}
        <span data-open={open || undefined}>
          {open ? 'open' : 'over'}
          {spanMs !== null && `${open ? ' for' : ' after'} ${formatSpan(spanMs)}`}
        </span>
      </p>
      <p className="incident-why">
        {kindWords(rootCause.kind)}
        {reason !== bareTitle && `: ${reason}`} · confidence {percent(confidence)}
        {connections > 0 && ` · ${plural(connections, 'connection')}`}
        {findings.length > 1 && ` · ${plural(findings.length, 'finding')}`}
        {handlingWords(handling)}
        {drill && (
          <>
            {' · '}
            <Link href={drillHref(drill.id, query)}>drill: {drill.name}</Link>
          </>
        )}
      </p>
    </li>
  )
}
