'use client'
/** Moves the selection along what is listed, by key; what is selected comes into view. */

import { currentUrl, writeUrl } from './url-state.ts'
import { useKeys } from './use-keys.ts'

type Listed = {
  keys: readonly string[]
  /** Where a listed thing is drawn. */
  find: (key: string) => HTMLElement | null
  /** Enter belongs to what has the focus: the part of it that shall have it, if any. */
  focus?: (drawn: HTMLElement) => HTMLElement | null
  onEnter?: (key: string) => void
}

export function useSelectionKeys({ keys, find, focus, onEnter }: Listed): void {
  // The address itself, not what was drawn of it: two presses may come before one is drawn.
  const selectedAt = () => keys.indexOf(currentUrl().selection ?? '')
  const move = (way: 1 | -1) => {
    const at = selectedAt()
    const next = keys[at === -1 ? (way === 1 ? 0 : keys.length - 1) : at + way]
    if (next === undefined) return
    writeUrl({ selection: next })
    const drawn = find(next)
    drawn?.scrollIntoView({ block: 'nearest' })
    if (drawn) focus?.(drawn)?.focus({ preventScroll: true })
  }
  const enter = () => {
    const key = keys[selectedAt()]
    if (key !== undefined) onEnter?.(key)
  }
  useKeys({ j: () => move(1), k: () => move(-1), ...(onEnter && { Enter: enter }) })
}
