'use client'
/** A field of words that the address of the page holds; one key begins, Esc and Enter leave it. */

import { useEffect, useRef, useState } from 'react'
import { useKeys } from './use-keys.ts'

type Props = {
  /** As the address has it. */
  value: string
  label: string
  /** What it does in a word, before its key. */
  hint: string
  shortcut: string
  onWords: (words: string) => void
}

const WORDS_CHARS = 200

export function SearchBox({ value, label, hint, shortcut, onWords }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  // The address follows the typing a moment later: it must not take back what was typed meanwhile.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(value)
  }, [value])
  useKeys({
    [shortcut]: () => {
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
      placeholder={`${hint}  ${shortcut}`}
      maxLength={WORDS_CHARS}
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        onWords(event.target.value)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}
