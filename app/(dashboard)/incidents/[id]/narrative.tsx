/** What happened, sentence by sentence, each leading to the finding that it rests on. */

import type { Finding } from '#lib/model/finding'
import type { NarrativeLine } from '#lib/model/incident'
import { formatClockMs, type Zone } from '../../../words/format-time.ts'
import { findingAnchor } from './finding-anchor.ts'

type Props = {
  lines: readonly NarrativeLine[]
  findings: readonly Finding[]
  zone: Zone
  onCursor: (atMs: number) => void
}

export function Narrative({ lines, findings, zone, onCursor }: Props) {
  const known = new Set(findings.map((finding) => finding.id))
  return (
    <section className="panel narrative" aria-labelledby="narrative-title">
      <div className="panel-head">
        <h2 id="narrative-title">What happened</h2>
      </div>
      <ol>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two sentences may be of one moment
          <li key={`${line.atMs} ${index}`}>
            <button
              type="button"
              className="event-time"
              title="Show this moment on the strip chart"
              onClick={() => onCursor(line.atMs)}
            >
              <time dateTime={new Date(line.atMs).toISOString()}>{formatClockMs(line.atMs, zone)}</time>
            </button>
            <p>
              {line.text}{' '}
              {line.findingId !== null && known.has(line.findingId) && (
                <a href={`#${findingAnchor(line.findingId)}`}>evidence</a>
              )}
            </p>
          </li>
        ))}
      </ol>
      {lines.length === 0 && <p className="nothing">Nothing has been told of it yet.</p>}
    </section>
  )
}
