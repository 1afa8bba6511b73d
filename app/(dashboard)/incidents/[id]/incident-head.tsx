/** The incident's verdict as a sentence, when it was, and how sure it is. */

import type { Incident } from '#lib/model/incident'
import { incidentSentence } from '#lib/views/incident-headline'
import type { IncidentView } from '#lib/views/network-view'
import { RecordLink as Link } from '../../../shell/record-link.tsx'
import { useNow } from '../../../shell/use-now.ts'
import { formatMs, plural } from '../../../words/format-number.ts'
import { formatClockMs, formatDate, formatSpan, type Zone, zoneName } from '../../../words/format-time.ts'
import { kindWords, percent, SeverityWord } from '../severity-word.tsx'
import { HandleBar } from './handle-bar.tsx'
import { rangeOf } from './incident-window.ts'

/** What led to it in sight, its beginning chosen; what lasts is shown for a while only. */
function timelineHref({ startedAtMs, endedAtMs }: Incident, nowMs: number): string {
  const { fromMs, toMs } = rangeOf(
    { startedAtMs, endedAtMs },
    Math.min(nowMs, startedAtMs + LASTING_SHOWN_MS),
  )
  return `/timeline?from=${fromMs}&to=${toMs}&at=${Math.ceil(startedAtMs)}`
}

const LASTING_SHOWN_MS = 300_000

type Props = {
  incident: Incident
  view: IncidentView
  list: string
  zone: Zone
  failed: string | null
  /** Something was done about it: as it is now. */
  onDone: (incident: Incident) => void
}

export function IncidentHead({ incident, view, list, zone, failed, onDone }: Props) {
  const nowMs = useNow()
  const { startedAtMs, detectedAtMs, endedAtMs, kind, severity, confidence, findings } = incident
  const { tone, lead, rest } = incidentSentence(view)
  const errorMs = findings[0]?.startedErrorMs ?? 0
  const open = endedAtMs === null
  return (
    <section className="headline incident-head">
      <p className="crumbs">
        <Link href={list}>Incidents</Link> / <strong>{kindWords(kind)}</strong>
      </p>
      <h1 data-tone={open ? tone : 'over'}>
        <span className="lead">{lead}</span>
        {open && rest}
        {!open && ` Over after ${formatSpan(endedAtMs - startedAtMs)}.`}
      </h1>
      <p className="incident-facts" suppressHydrationWarning>
        <SeverityWord severity={severity} />
        <span>confidence {percent(confidence)}</span>
        <span>
          began {formatDate(startedAtMs, zone)} {formatClockMs(startedAtMs, zone)}{' '}
          {zoneName(zone, startedAtMs)}
          {errorMs >= 1 && ` ± ${formatMs(errorMs)}`}
        </span>
        <span>found {formatMs(Math.max(0, detectedAtMs - startedAtMs))} later</span>
        <span>
          {open
            ? `open${nowMs === null ? '' : ` for ${formatSpan(nowMs - startedAtMs)}`}`
            : `over ${formatClockMs(endedAtMs, zone)}`}
        </span>
        <span>{plural(findings.length, 'finding')}</span>
        <Link href={timelineHref(incident, nowMs ?? Number.POSITIVE_INFINITY)}>on the timeline</Link>
      </p>
      <HandleBar incident={incident} zone={zone} onDone={onDone} />
      {failed && (
        <p role="status" className="incident-failed">
          What is below may be older than now: {failed}. It is asked for again with the next change.
        </p>
      )}
    </section>
  )
}
