'use client'
/** Marks the stretch in sight as a drill. */

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type Drill, LONGEST_DRILL_MS } from '#lib/model/drill'
import { useMay } from '../../shell/person.tsx'
import { send } from '../../shell/send.ts'
import { formatSpan } from '../../words/format-time.ts'
import { drillHref } from '../drills/drill-href.ts'
import { spanOf } from './time-window.ts'
import { useStage, useWindowInWords } from './use-stage.ts'

const NAME_CHARS = 200

export function MarkDrill() {
  const stage = useStage()
  const router = useRouter()
  const window = useWindowInWords()
  const [asking, setAsking] = useState(false)
  const [state, setState] = useState({ busy: false, problem: '' })
  const tooLong = spanOf(window) > LONGEST_DRILL_MS
  if (!useMay('drill')) return null
  if (!asking)
    return (
      <button type="button" className="control" onClick={() => setAsking(true)}>
        Mark as drill
      </button>
    )
  const mark = async (name: string) => {
    setState({ busy: true, problem: '' })
    const { fromMs, toMs } = stage.get().window
    const sent = await send<Drill>('POST', '/api/v1/drills', { name, fromMs, toMs })
    if (sent.ok) return router.push(drillHref(sent.body.id))
    setState({ busy: false, problem: sent.message })
  }
  return (
    <form
      className="mark-drill control"
      aria-label="Mark as drill"
      onSubmit={(event) => {
        event.preventDefault()
        const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
        if (name && !tooLong) void mark(name)
      }}
    >
      <input
        name="name"
        aria-label="Name of the drill"
        placeholder="what was broken"
        maxLength={NAME_CHARS}
        // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was just pressed
        autoFocus
        onKeyDown={(event) => event.key === 'Escape' && setAsking(false)}
      />
      <button type="submit" disabled={state.busy || tooLong}>
        Mark these {formatSpan(spanOf(window))}
      </button>
      <button type="button" className="as-link" onClick={() => setAsking(false)}>
        Leave it
      </button>
      {tooLong && <span role="alert">A drill lasts a day at most: choose a shorter stretch.</span>}
      {state.problem && <span role="alert">{state.problem}</span>}
    </form>
  )
}
