'use client'

/** What was done about an incident and said of it, and a place to say more. */

import { useRef, useState } from 'react'
import type { Incident } from '#lib/model/incident'
import { COMMENT_CHARS, type IncidentAct } from '#lib/model/incident-act'
import { useMay, usePerson } from '../../../shell/person.tsx'
import { RecordLink as Link } from '../../../shell/record-link.tsx'
import { send } from '../../../shell/send.ts'
import { useAsked } from '../../../shell/use-asked.ts'
import { formatClock, formatDate, type Zone, zoneName } from '../../../words/format-time.ts'
import { incidentHref } from '../incident-row.tsx'
import { historyWords } from './history-words.ts'
import { incidentPath } from './use-incident.ts'

const NONE: IncidentAct[] = []

type Props = { incident: Incident; zone: Zone; onDone: (incident: Incident) => void }

export function HistoryPanel({ incident, zone, onDone }: Props) {
  const { id, handling } = incident
  const { value: acts, failed } = useAsked(
    incidentPath(id, 'history'),
    NONE,
    JSON.stringify(handling ?? null),
    0,
  )
  return (
    <section className="panel incident-history" aria-labelledby="history-title">
      <div className="panel-head">
        <h2 id="history-title">History and comments</h2>
      </div>
      <ol>
        {acts.map((act) => (
          <ActLine key={act.id} act={act} ofId={id} zone={zone} />
        ))}
      </ol>
      {acts.length === 0 && <p className="nothing">Nobody has said or done anything about it.</p>}
      {failed && <p className="nothing">The newest of it could not be had: {failed}.</p>}
      <CommentForm id={id} onDone={onDone} />
    </section>
  )
}

function ActLine({ act, ofId, zone }: { act: IncidentAct; ofId: string; zone: Zone }) {
  const { kind, atMs, text, otherId, incidentId } = act
  const other = kind === 'split' ? (incidentId === ofId ? otherId : incidentId) : null
  return (
    <li data-act={kind}>
      <p className="act-when" suppressHydrationWarning>
        <time dateTime={new Date(atMs).toISOString()}>
          {formatDate(atMs, zone)} {formatClock(atMs, zone)} {zoneName(zone, atMs)}
        </time>
      </p>
      <div>
        <p className={kind === 'comment' ? 'act-by' : undefined}>
          {historyWords(act, ofId)}
          {other !== null && (
            <>
              {' '}
              <Link href={incidentHref(other)}>an incident of its own</Link>
            </>
          )}
          {kind === 'comment' && <RemoveComment act={act} />}
        </p>
        {text !== '' && <p className="act-text">{text}</p>}
      </div>
    </li>
  )
}

/** Its own author's, and whoever may change incidents. */
function RemoveComment({ act }: { act: IncidentAct }) {
  const mine = usePerson().name === act.by
  const any = useMay('change-incident')
  const [state, setState] = useState<'there' | 'asking' | 'busy' | string>('there')
  if (!mine && !any) return null
  const remove = async () => {
    setState('busy')
    const sent = await send('DELETE', `/api/v1/comments/${encodeURIComponent(act.id)}`)
    if (!sent.ok) setState(sent.message)
  }
  if (state === 'asking')
    return (
      <span className="control">
        {' '}
        It is gone for everybody.{' '}
        <button type="button" className="as-link" onClick={() => void remove()}>
          Delete it
        </button>{' '}
        <button type="button" className="as-link" onClick={() => setState('there')}>
          Keep it
        </button>
      </span>
    )
  return (
    <span className="control">
      {' '}
      <button
        type="button"
        className="as-link"
        disabled={state === 'busy'}
        onClick={() => setState('asking')}
      >
        delete
      </button>
      {state !== 'there' && state !== 'busy' && <span role="alert"> {state}</span>}
    </span>
  )
}

function CommentForm({ id, onDone }: { id: string; onDone: (incident: Incident) => void }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const [state, setState] = useState({ busy: false, problem: '' })
  if (!useMay('comment')) return null
  const say = async (text: string) => {
    setState({ busy: true, problem: '' })
    const sent = await send<{ incident: Incident }>('POST', incidentPath(id, 'comments'), { text })
    setState({ busy: false, problem: sent.ok ? '' : sent.message })
    if (!sent.ok) return
    if (field.current) field.current.value = ''
    onDone(sent.body.incident)
  }
  return (
    <form
      className="comment-form control"
      onSubmit={(event) => {
        event.preventDefault()
        const text = field.current?.value.trim()
        if (text) void say(text)
      }}
    >
      <textarea
        ref={field}
        aria-label="Comment"
        placeholder="What is known, what is being tried"
        rows={2}
        maxLength={COMMENT_CHARS}
      />
      <button type="submit" disabled={state.busy}>
        Comment
      </button>
      {state.problem && <p role="alert">{state.problem}</p>}
    </form>
  )
}
