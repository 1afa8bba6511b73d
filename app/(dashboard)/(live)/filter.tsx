'use client'
/** Narrows the table to pools and servers whose name, address, claim or verdict contains the words. */

import { useEffect, useRef, useState } from 'react'
import { writeUrl } from '../../shell/url-state.ts'
import { useKeys } from '../../shell/use-keys.ts'

export function Filter({ value, label = 'Filter pools and servers' }: { value: string; label?: string }) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  // The address follows the typing a moment later: it must not take back what was typed meanwhile.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(value)
  }, [value])
  useKeys({
    '/': () => {
      // Not every browser focuses what it selects.
      input.current?.focus()
      input.current?.select()
    },
  })
  return (
    <input
      ref={input}
      className="filter control"
      type="search"
      aria-label={label}
      placeholder="filter  /"
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        writeUrl({ filter: event.target.value })
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}
