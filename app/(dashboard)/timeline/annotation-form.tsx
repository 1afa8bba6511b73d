'use client'

/** Writes a note at the moment that was chosen; `m` begins one. */

import { useRef, useState } from 'react'
import type { Annotation } from '#lib/model/annotation'
import { send } from '../../shell/send.ts'
import { recordUrl } from '../../shell/url-state.ts'
import { useKeys } from '../../shell/use-keys.ts'
import { useStage } from './use-stage.ts'

export function AnnotationForm({ atMs, lane }: { atMs: number; lane: string | null }) {
  const stage = useStage()
  const field = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useKeys({ m: () => field.current?.focus() })
  const save = async (text: string) => {
    const sent = await send<Annotation>('POST', recordUrl('/api/v1/annotations'), { atMs, lane, text })
    if (!sent.ok) return setProblem(sent.message)
    const saved = sent.body
    const { view } = stage.get()
    if (view) stage.set({ view: { ...view, annotations: [...view.annotations, saved] }, selection: saved.id })
    setProblem(null)
    if (field.current) field.current.value = ''
    field.current?.blur()
  }
  return (
    <form
      className="around-write control"
      onSubmit={(event) => {
        event.preventDefault()
        const text = field.current?.value.trim()
        if (text) void save(text)
      }}
    >
      <input ref={field} aria-label="Note at this moment" placeholder="note  m" maxLength={2000} />
      <button type="submit">Mark</button>
      {problem && <p role="alert">{problem}</p>}
    </form>
  )
}
