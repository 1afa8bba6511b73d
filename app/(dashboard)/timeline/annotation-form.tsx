'use client'
/** Writes a note at the moment that was chosen; `m` begins one. */

import { useRef, useState } from 'react'
import type { Annotation } from '#lib/model/annotation'
import { useKeys } from '../../shell/use-keys.ts'
import { useStage } from './use-stage.ts'

export function AnnotationForm({ atMs, lane }: { atMs: number; lane: string | null }) {
  const stage = useStage()
  const field = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useKeys({ m: () => field.current?.focus() })
  const save = async (text: string) => {
    const answer = await fetch('/api/v1/annotations', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ atMs, lane, text }),
    })
    if (!answer.ok) {
      const { error } = (await answer.json().catch(() => ({ error: null }))) as {
        error: { message: string } | null
      }
      return setProblem(error?.message ?? `The dashboard answered ${answer.status}.`)
    }
    const saved = (await answer.json()) as Annotation
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
