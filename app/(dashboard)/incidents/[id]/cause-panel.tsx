/** Why it happened: the cause at rank 1, what speaks against it, and the other candidates. */

import type { Evidence } from '#lib/model/finding'
import type { Incident, RootCause } from '#lib/model/incident'
import type { Zone } from '../../../words/format-time.ts'
import { kindWords, percent } from '../severity-word.tsx'
import { EvidenceList } from './evidence-list.tsx'

export function CausePanel({ incident, zone }: { incident: Incident; zone: Zone }) {
  const { rootCause, otherCauses } = incident
  return (
    <section className="panel cause" aria-labelledby="cause-title">
      <div className="panel-head">
        <h2 id="cause-title">Root cause</h2>
        <span className="shown">confidence {percent(rootCause.confidence)}</span>
      </div>
      <div className="panel-body">
        <p className="cause-reason" data-root-cause={rootCause.kind}>
          {sentence(rootCause.reason)}
        </p>
        <p className="quiet">
          {kindWords(rootCause.kind)} · {rootCause.subject.type} {rootCause.subject.id}
        </p>
        <h3>What speaks against it</h3>
        <Against evidence={rootCause.against} zone={zone} />
        <h3>Other candidates</h3>
        {otherCauses.length === 0 ? <p className="quiet">None fits what was seen.</p> : null}
        <ol>
          {otherCauses.map((cause) => (
            <OtherCause key={`${cause.kind} ${cause.subject.id}`} cause={cause} zone={zone} />
          ))}
        </ol>
      </div>
    </section>
  )
}

function OtherCause({ cause, zone }: { cause: RootCause; zone: Zone }) {
  return (
    <li className="other-cause">
      {sentence(cause.reason)} <span className="quiet">confidence {percent(cause.confidence)}</span>
      {cause.against.length > 0 && <Against evidence={cause.against} zone={zone} />}
    </li>
  )
}

function Against({ evidence, zone }: { evidence: readonly Evidence[]; zone: Zone }) {
  if (evidence.length === 0) return <p className="quiet">Nothing that was seen.</p>
  return <EvidenceList evidence={evidence} zone={zone} />
}

export const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
