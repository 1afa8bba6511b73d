/** Earlier incidents that are like this one: what both have, how long it lasted then, and what came of it. */

import type { SimilarIncident } from '#lib/views/similar-incidents'
import { RecordLink as Link } from '../../../shell/record-link.tsx'
import { formatClock, formatDate, formatSpan, type Zone, zoneName } from '../../../words/format-time.ts'
import { incidentHref } from '../incident-row.tsx'
import { percent } from '../severity-word.tsx'

type Props = { similar: readonly SimilarIncident[]; zone: Zone; query: string }

export function SimilarPanel({ similar, zone, query }: Props) {
  return (
    <section className="panel similar" aria-labelledby="similar-title">
      <div className="panel-head">
        <h2 id="similar-title">Seen before</h2>
        {similar.length > 0 && <span className="shown">{similar.length} most alike</span>}
      </div>
      <ul className="panel-body">
        {similar.map(({ id, title, startedAtMs, endedAtMs, likeness, both, closedText }) => (
          <li key={id} data-similar={id}>
            <p>
              <Link href={incidentHref(id, query)}>{title}</Link>
            </p>
            <p className="quiet">
              {formatDate(startedAtMs, zone)} {formatClock(startedAtMs, zone)} {zoneName(zone, startedAtMs)}
              {endedAtMs === null ? ', still open' : `, over after ${formatSpan(endedAtMs - startedAtMs)}`}
              {closedText && `: ${closedText}`}
            </p>
            <p className="quiet">
              {percent(likeness)} alike: {both.join(', ')}
            </p>
          </li>
        ))}
      </ul>
      {similar.length === 0 && <p className="nothing">None of the incidents on record is like it.</p>}
    </section>
  )
}
