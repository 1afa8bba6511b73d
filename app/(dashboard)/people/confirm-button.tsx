'use client'
/** A button that first says what it would do, and does it on the second press. */

import { useState } from 'react'

type Props = { name: string; effect: string; busy?: boolean; act: () => void }

export function ConfirmButton({ name, effect, busy = false, act }: Props) {
  const [asking, setAsking] = useState(false)
  if (!asking)
    return (
      <button type="button" disabled={busy} onClick={() => setAsking(true)}>
        {name}
      </button>
    )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would stand in the middle of a table's row
    <span className="confirm" role="group" aria-label={name}>
      <span>{effect}</span>
      <button
        type="button"
        // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was just pressed
        autoFocus
        onClick={() => {
          setAsking(false)
          act()
        }}
      >
        {name}
      </button>
      <button type="button" className="as-link" onClick={() => setAsking(false)}>
        Keep
      </button>
    </span>
  )
}
