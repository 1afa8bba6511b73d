'use client'

/** What people wrote of the stretch in sight; whoever wrote it can take it back. */

import { useState } from 'react'
import type { Annotation } from '#lib/model/annotation'
import { useMay, usePerson } from '../../shell/person.tsx'
import { send } from '../../shell/send.ts'
import { recordUrl } from '../../shell/url-state.ts'
import { formatClockMs, type Zone } from '../../words/format-time.ts'
import { useStage, useStaged, useWindowInWords } from './use-stage.ts'

export function AnnotationList({ zone }: { zone: Zone }) {
  const view = useStaged((state) => state.view)
  const window = useWindowInWords()
  const stage = useStage()
  const inSight = (view?.annotations ?? []).filter(
    (each) => each.atMs <= window.toMs && (each.toMs ?? each.atMs) >= window.fromMs,
  )
  if (inSight.length === 0) return null
  return (
    <>
      <h3>Written in this stretch</h3>
      <ul className="around-annotations">
        {inSight.map((each) => (
          <li key={each.id} data-annotation={each.id}>
            <button
              type="button"
              className="event-time"
              onClick={() => stage.set({ pinnedMs: each.atMs, selection: each.id })}
            >
              {formatClockMs(each.atMs, zone)}
            </button>{' '}
            {each.text} <span className="around-by">{each.by}</span> <TakeBack annotation={each} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** Its own author's, and whoever may change incidents. */
function TakeBack({ annotation: { id, by } }: { annotation: Annotation }) {
  const stage = useStage()
  const mine = usePerson().name === by
  const any = useMay('change-incident')
  const [problem, setProblem] = useState<string | null>(null)
  if (!mine && !any) return null
  const takeBack = async () => {
    const sent = await send('DELETE', recordUrl(`/api/v1/annotations/${encodeURIComponent(id)}`))
    // Gone already is as good.
    if (!sent.ok && sent.status !== 404) return setProblem(sent.message)
    const { view } = stage.get()
    if (!view) return
    stage.set({
      view: { ...view, annotations: view.annotations.filter((each) => each.id !== id) },
      selection: null,
    })
  }
  return (
    <span className="control">
      <button type="button" className="as-link around-by" onClick={() => void takeBack()}>
        take back
      </button>
      {problem && <span role="alert"> {problem}</span>}
    </span>
  )
}
