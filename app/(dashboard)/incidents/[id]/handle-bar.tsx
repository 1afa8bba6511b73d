'use client'
/** What a person can do about an incident; what changes it says first what that will do. */

import { useState } from 'react'
import type { Incident } from '#lib/model/incident'
import { useMay, usePerson } from '../../../shell/person.tsx'
import { formatClock, type Zone } from '../../../words/format-time.ts'
import { CloseForm } from './close-form.tsx'
import { CreatePostmortem } from './create-postmortem.tsx'
import { MergeForm } from './merge-form.tsx'
import { SplitForm } from './split-form.tsx'
import { useDeed } from './use-deed.ts'

type Props = { incident: Incident; zone: Zone; onDone: (incident: Incident) => void }
type Form = 'close' | 'merge' | 'split'

export function HandleBar({ incident, zone, onDone }: Props) {
  const [form, setForm] = useState<Form | null>(null)
  const mayChange = useMay('change-incident')
  const closed = incident.handling?.closed ?? null
  const leave = () => setForm(null)
  const done = (changed: Incident) => {
    leave()
    onDone(changed)
  }
  const opener = (name: Form, words: string) => (
    <button type="button" aria-expanded={form === name} onClick={() => setForm(form === name ? null : name)}>
      {words}
    </button>
  )
  return (
    <div className="handle">
      <div className="handle-bar">
        <CreatePostmortem incidentId={incident.id} />
        <Acknowledge incident={incident} zone={zone} onDone={onDone} />
        {closed && (
          <span className="handle-mark">
            closed by {closed.by} {formatClock(closed.atMs, zone)}
            {closed.text && `: ${closed.text}`}
          </span>
        )}
        {mayChange && (
          <span className="control handle-buttons">
            {closed ? <Reopen id={incident.id} onDone={onDone} /> : opener('close', 'Close')}
            {opener('merge', 'Merge')}
            {incident.findings.length > 1 && opener('split', 'Split')}
          </span>
        )}
      </div>
      {form === 'close' && <CloseForm incident={incident} onDone={done} onLeave={leave} />}
      {form === 'merge' && <MergeForm incident={incident} zone={zone} onDone={done} onLeave={leave} />}
      {form === 'split' && <SplitForm incident={incident} onDone={done} onLeave={leave} />}
    </div>
  )
}

function Acknowledge({ incident, zone, onDone }: Props) {
  const me = usePerson().name
  const may = useMay('acknowledge')
  const { busy, problem, deed } = useDeed(incident.id, onDone)
  const acknowledged = incident.handling?.acknowledged ?? null
  return (
    <>
      {acknowledged && (
        <span className="handle-mark" data-acknowledged={acknowledged.by}>
          {acknowledged.by} is on it since {formatClock(acknowledged.atMs, zone)}
        </span>
      )}
      {may && !acknowledged && (
        <span className="control">
          <button type="button" disabled={busy} onClick={() => void deed('POST', 'acknowledgement')}>
            Acknowledge
          </button>
        </span>
      )}
      {may && acknowledged?.by === me && (
        <span className="control">
          <button
            type="button"
            className="as-link"
            disabled={busy}
            onClick={() => void deed('DELETE', 'acknowledgement')}
          >
            I am not
          </button>
        </span>
      )}
      {problem && <span role="alert">{problem}</span>}
    </>
  )
}

function Reopen({ id, onDone }: { id: string; onDone: Props['onDone'] }) {
  const { busy, problem, deed } = useDeed(id, onDone)
  return (
    <>
      <button type="button" disabled={busy} onClick={() => void deed('POST', 'reopen')}>
        Open again
      </button>
      {problem && <span role="alert">{problem}</span>}
    </>
  )
}
