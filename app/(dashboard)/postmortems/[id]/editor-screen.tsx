'use client'

/** The editor: what people write on top, the evidence that no longer changes below. */

import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import type { LoadedPostmortem } from '../../../read-postmortems.ts'
import { RecordLink as Link } from '../../../shell/record-link.tsx'
import '../../../shared-page/shared-page.css'
import '../postmortems.css'
import '../share.css'
import { useMay } from '../../../shell/person.tsx'
import { send } from '../../../shell/send.ts'
import { ActionsEditor } from './actions-editor.tsx'
import { EvidencePanels } from './evidence-panels.tsx'
import { HistoryPanel } from './history-panel.tsx'
import { LinksPanel } from './links-panel.tsx'
import { SaveLine } from './save-line.tsx'
import { ShareDialog } from './share-dialog.tsx'
import { TextField } from './text-field.tsx'
import { TimelineEditor } from './timeline-editor.tsx'
import { useAutosave } from './use-autosave.ts'

export function EditorScreen({ postmortem, evidence }: LoadedPostmortem) {
  const { id, evidenceHash } = postmortem
  const router = useRouter()
  const [linksMade, setLinksMade] = useState(0)
  const { fields, state, change, settle } = useAutosave(postmortem)
  const [mayEdit, mayShare, mayDelete] = [
    useMay('edit-postmortem'),
    useMay('share'),
    useMay('delete-postmortem'),
  ]
  const events = useMemo(() => evidence?.events ?? [], [evidence])
  const drop = async () => {
    if (
      !window.confirm(
        'Delete this postmortem with its evidence, history and links? Nobody can bring it back.',
      )
    )
      return
    const answer = await send('DELETE', `/api/v1/postmortems/${id}`)
    if (answer.ok) router.push('/postmortems')
    else window.alert(answer.message)
  }
  const text = { readOnly: !mayEdit }
  return (
    <div className="postmortem-page" data-postmortem={id}>
      <section className="headline">
        <p className="crumbs">
          <Link href="/postmortems">Postmortems</Link> / <strong>{fields.title}</strong>
        </p>
        <h1>{fields.title}</h1>
      </section>
      <div className="postmortem-bar">
        <SaveLine state={state} onSettle={settle} />
        {(['md', 'json', 'html'] as const).map((format) => (
          <a key={format} href={`/api/v1/postmortems/${id}/export?format=${format}`} download>
            {{ md: 'Markdown', json: 'JSON', html: 'HTML file' }[format]}
          </a>
        ))}
        {mayDelete && (
          <button type="button" onClick={drop}>
            Delete
          </button>
        )}
        {mayShare && <ShareDialog id={id} onMade={() => setLinksMade((made) => made + 1)} />}
      </div>
      <div className="field">
        <label htmlFor="field-title">Title</label>
        <input
          id="field-title"
          className="title-input"
          value={fields.title}
          maxLength={300}
          required
          readOnly={!mayEdit}
          onChange={(event) => event.target.value.trim() && change({ title: event.target.value })}
        />
      </div>
      <TextField name="summary" label="Summary" value={fields.summary} onChange={change} {...text} />
      <TextField name="impact" label="Impact" value={fields.impact} onChange={change} {...text} />
      <TimelineEditor entries={fields.timeline} events={events} onChange={change} {...text} />
      <TextField name="causes" label="Causes" value={fields.causes} onChange={change} {...text} />
      <div className="postmortem-pair">
        <TextField
          name="wentWell"
          label="What went well"
          value={fields.wentWell}
          onChange={change}
          {...text}
        />
        <TextField
          name="wentBadly"
          label="What went badly"
          value={fields.wentBadly}
          onChange={change}
          {...text}
        />
      </div>
      <TextField name="lucky" label="Where we were lucky" value={fields.lucky} onChange={change} {...text} />
      <ActionsEditor actions={fields.actions} onChange={change} {...text} />
      {mayShare && <LinksPanel id={id} made={linksMade} />}
      <EvidencePanels evidence={evidence} hash={evidenceHash} />
      <HistoryPanel
        id={id}
        version={state.kind === 'saved' ? state.version : null}
        onRestore={mayEdit ? change : null}
      />
    </div>
  )
}
