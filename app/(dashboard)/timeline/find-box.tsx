'use client'
/** Words to look for in the events of the stretch in sight; `f` begins. */

import { useEffect, useRef, useState } from 'react'
import { writeUrl } from '../../shell/url-state.ts'
import { useKeys } from '../../shell/use-keys.ts'

const WORDS_CHARS = 200

export function FindBox({ value }: { value: string }) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  // The address follows the typing a moment later: it must not take back what was typed meanwhile.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(value)
  }, [value])
  useKeys({
    f: () => {
      input.current?.focus()
      input.current?.select()
    },
  })
  return (
    <input
      ref={input}
      className="filter control"
      type="search"
      aria-label="Find words in events"
      placeholder="find words  f"
      maxLength={WORDS_CHARS}
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        writeUrl({ find: event.target.value })
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}
