'use client'
/** What is written is saved a moment later; what somebody else saved in between is never overwritten unasked. */

import { useCallback, useEffect, useRef, useState } from 'react'
import type { Postmortem, PostmortemFields } from '#lib/model/postmortem'

const SAVE_AFTER_MS = 700
const TRY_AGAIN_MS = 5_000

export type SaveState =
  | { kind: 'saved'; version: number }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'failed'; message: string }
  | { kind: 'conflict'; message: string; current: Postmortem }

export function useAutosave(first: Postmortem) {
  const [fields, setFields] = useState(first.fields)
  const [state, setState] = useState<SaveState>({ kind: 'saved', version: first.version })
  const kept = useRef({
    fields: first.fields,
    version: first.version,
    dirty: false,
    busy: false,
    stopped: false,
  })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  const save = useCallback(async () => {
    const mine = kept.current
    if (mine.busy || mine.stopped || !mine.dirty) return
    mine.busy = true
    mine.dirty = false
    setState({ kind: 'saving' })
    const answer = await patch(first.id, mine.version, mine.fields)
    mine.busy = false
    const again = (ms: number) => {
      timer.current = setTimeout(() => void save(), ms)
    }
    if (answer.kind === 'saved') {
      mine.version = answer.version
      if (mine.dirty) again(SAVE_AFTER_MS)
      else setState(answer)
      return
    }
    mine.dirty = true
    mine.stopped = answer.kind === 'conflict'
    setState(answer)
    if (answer.kind === 'failed') again(TRY_AGAIN_MS)
  }, [first.id])

  const change = (part: Partial<PostmortemFields>) => {
    kept.current.fields = { ...kept.current.fields, ...part }
    kept.current.dirty = true
    setFields(kept.current.fields)
    if (kept.current.stopped) return
    setState({ kind: 'unsaved' })
    if (timer.current) clearTimeout(timer.current)
    timer.current = setTimeout(() => void save(), SAVE_AFTER_MS)
  }

  /** After a conflict: mine goes on top of theirs, or theirs takes the place of mine. */
  const settle = (current: Postmortem, take: 'mine' | 'theirs') => {
    Object.assign(kept.current, { version: current.version, stopped: false, dirty: take === 'mine' })
    if (take === 'theirs') {
      kept.current.fields = current.fields
      setFields(current.fields)
      setState({ kind: 'saved', version: current.version })
    } else void save()
  }

  useEffect(() => {
    // What is not saved yet must not be lost by leaving.
    const leave = (event: BeforeUnloadEvent) => {
      if (kept.current.dirty || kept.current.busy) event.preventDefault()
    }
    window.addEventListener('beforeunload', leave)
    return () => {
      window.removeEventListener('beforeunload', leave)
      if (timer.current) clearTimeout(timer.current)
      void save()
    }
  }, [save])

  return { fields, state, change, settle }
}

async function patch(
  id: string,
  version: number,
  fields: PostmortemFields,
): Promise<Exclude<SaveState, { kind: 'unsaved' | 'saving' }>> {
  try {
    const response = await fetch(`/api/v1/postmortems/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'x-polygraph': '1' },
      body: JSON.stringify({ version, fields }),
    })
    const answer = await response.json().catch(() => null)
    if (response.ok) return { kind: 'saved', version: (answer as Postmortem).version }
    const message = String(answer?.error?.message ?? `The server answered ${response.status}.`)
    if (response.status === 409) return { kind: 'conflict', message, current: answer.current }
    return { kind: 'failed', message }
  } catch {
    return { kind: 'failed', message: 'Polygraph cannot be reached; it is tried again.' }
  }
}
