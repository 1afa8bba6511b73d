/** Observations in order: when and how surely, who saw it, what. */

import type { Evidence } from '#lib/model/finding'
import { formatMs } from '../../../words/format-number.ts'
import { formatClockMs, type Zone } from '../../../words/format-time.ts'

const SHOWN = 6

type Props = { evidence: readonly Evidence[]; zone: Zone; onCursor?: (atMs: number) => void }

const keyOf = ({ atMs, witness, subject, text }: Evidence) => `${atMs} ${witness} ${subject.id} ${text}`

/** Oldest first; what is over the limit stands behind a fold. */
export function EvidenceList({ evidence, zone, onCursor }: Props) {
  // Two witnesses may say the same of one moment, one of them twice: that is one line.
  const once = new Map(evidence.map((each) => [keyOf(each), each]))
  const inOrder = [...once.values()].sort((a, b) => a.atMs - b.atMs)
  const rest = inOrder.slice(SHOWN)
  const list = (some: readonly Evidence[]) => (
    <ul className="evidence-list">
      {some.map((each) => (
        <EvidenceLine key={keyOf(each)} evidence={each} zone={zone} onCursor={onCursor} />
      ))}
    </ul>
  )
  return (
    <>
      {list(inOrder.slice(0, SHOWN))}
      {rest.length > 0 && (
        <details className="more-evidence">
          <summary>{rest.length} more</summary>
          {list(rest)}
        </details>
      )}
    </>
  )
}

type LineProps = { evidence: Evidence; zone: Zone; onCursor: Props['onCursor'] | undefined }

function EvidenceLine({ evidence, zone, onCursor }: LineProps) {
  const { atMs, errorMs, witness, channel, text } = evidence
  const time = <time dateTime={new Date(atMs).toISOString()}>{formatClockMs(atMs, zone)}</time>
  return (
    <li data-channel={channel}>
      <p className="evidence-head">
        {onCursor ? (
          <button
            type="button"
            className="event-time"
            title="Show this moment on the strip chart"
            onClick={() => onCursor(atMs)}
          >
            {time}
          </button>
        ) : (
          time
        )}
        {errorMs >= 1 && <span className="quiet"> ± {formatMs(errorMs)}</span>}
        <span className="quiet"> {witness}</span>
      </p>
      <p>{text}</p>
    </li>
  )
}
