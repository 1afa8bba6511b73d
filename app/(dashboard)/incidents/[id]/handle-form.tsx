'use client'
/** The frame of a form about an incident: what it will do, the button that does it, and the way out. */

import type { ReactNode } from 'react'
import { useKeys } from '../../../shell/use-keys.ts'

type Props = {
  name: string
  /** What will come of it, before it is done. */
  effect: string
  /** Null: nothing is chosen yet. */
  act: (() => void) | null
  busy: boolean
  problem: string
  onLeave: () => void
  children?: ReactNode
}

export function HandleForm({ name, effect, act, busy, problem, onLeave, children }: Props) {
  useKeys({ Escape: onLeave })
  return (
    <form
      className="panel handle-form control"
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault()
        act?.()
      }}
    >
      {children}
      <p aria-live="polite">{effect}</p>
      <p className="handle-buttons">
        <button type="submit" disabled={busy || act === null}>
          {name}
        </button>
        <button type="button" className="as-link" onClick={onLeave}>
          Leave it as it is
        </button>
      </p>
      {problem && <p role="alert">{problem}</p>}
    </form>
  )
}
