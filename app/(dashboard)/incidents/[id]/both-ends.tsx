/** What each end saw, or of a pool what is claimed and what its traffic says, side by side, finding by finding. */

import type { Finding } from '#lib/model/finding'
import { LIE_KINDS } from '#lib/views/incident-headline'
import { formatMs } from '../../../words/format-number.ts'
import { formatClockMs, type Zone } from '../../../words/format-time.ts'
import { Shape } from '../../../words/shape.tsx'
import { kindWords, percent, SeverityWord } from '../severity-word.tsx'
import { EvidenceList } from './evidence-list.tsx'
import { isOfPool, sidesOf } from './evidence-sides.ts'
import { findingAnchor } from './finding-anchor.ts'

type Props = {
  findings: readonly Finding[]
  zone: Zone
  selection: string | null
  onCursor: (atMs: number) => void
}

export function BothEnds({ findings, zone, selection, onCursor }: Props) {
  return (
    <section className="panel both-ends" aria-labelledby="ends-title">
      <div className="panel-head">
        <h2 id="ends-title">{findings.every(isOfPool) ? 'Claim and evidence' : 'What each end saw'}</h2>
        <span className="shown">
          {findings.length === 1 ? 'one finding' : `${findings.length} findings, the root first`}
        </span>
      </div>
      {findings.map((finding) => (
        <FindingPart
          key={finding.id}
          finding={finding}
          zone={zone}
          selected={selection === finding.id}
          onCursor={onCursor}
        />
      ))}
    </section>
  )
}

type PartProps = Omit<Props, 'findings' | 'selection'> & { finding: Finding; selected: boolean }

function FindingPart({ finding, zone, selected, onCursor }: PartProps) {
  const { id, kind, severity, text, startedAtMs, startedErrorMs, endedAtMs, confidence, against } = finding
  const lie = LIE_KINDS.has(kind) && endedAtMs === null
  const sides = sidesOf(finding)
  return (
    <article
      id={findingAnchor(id)}
      className="finding"
      data-finding={kind}
      data-finding-id={id}
      data-lie={lie || undefined}
      data-selected={selected || undefined}
      tabIndex={-1}
    >
      <h3>
        {lie && <Shape name="lying" />}
        {text}
      </h3>
      <p className="finding-facts">
        <SeverityWord severity={severity} /> <span>{kindWords(kind)}</span>{' '}
        <span>
          since {formatClockMs(startedAtMs, zone)}
          {startedErrorMs >= 1 && ` ± ${formatMs(startedErrorMs)}`}
        </span>{' '}
        {endedAtMs !== null && <span>until {formatClockMs(endedAtMs, zone)}</span>}{' '}
        <span>confidence {percent(confidence)}</span>
      </p>
      <div className="ends" data-sides={sides.length}>
        {sides.map(({ side, words, evidence }) => (
          <div key={side} data-side={side}>
            <h4>{words}</h4>
            <EvidenceList evidence={evidence} zone={zone} onCursor={onCursor} />
          </div>
        ))}
        {sides.length === 0 && (
          <p className="quiet">
            {isOfPool(finding) ? 'No single observation is kept of it.' : 'No witness stands at either end.'}
          </p>
        )}
      </div>
      {against.length > 0 && (
        <div className="finding-against">
          <h4>What speaks against it</h4>
          <EvidenceList evidence={against} zone={zone} onCursor={onCursor} />
        </div>
      )}
      <Rule finding={finding} zone={zone} />
    </article>
  )
}

/** The rule with its thresholds, and the further facts: for who wants to check it. */
function Rule({ finding: { rule, thresholds, facts }, zone }: { finding: Finding; zone: Zone }) {
  const known = Object.entries(facts).filter(([, value]) => value !== null)
  return (
    <details className="rule">
      <summary>rule {rule}</summary>
      <dl>
        {[...Object.entries(thresholds), ...known].map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{factText(value, zone)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

const A_MOMENT_FROM_MS = 1e12

/** Moments among the facts are epoch ms. */
const factText = (value: unknown, zone: Zone) =>
  typeof value === 'number' && value > A_MOMENT_FROM_MS ? formatClockMs(value, zone) : String(value)
