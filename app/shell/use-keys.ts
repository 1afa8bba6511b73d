'use client'
/** One key, one action; silent while someone types, and a focused control keeps its own keys. */

import { useEffect, useLayoutEffect, useRef } from 'react'

export type Keys = Record<string, (event: KeyboardEvent) => void>

const OWN_KEYS = new Set([' ', 'Enter'])

export function useKeys(keys: Keys): void {
  const current = useRef(keys)
  // With the picture, not after it: a key acts on what is seen.
  useLayoutEffect(() => {
    current.current = keys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      const target = event.target instanceof Element ? event.target : null
      const typing = target?.matches('input, textarea, select, [contenteditable]') ?? false
      if (typing && event.key !== 'Escape') return
      if (OWN_KEYS.has(event.key) && target?.closest('a, button, summary, [role=slider]')) return
      if (event.key !== 'Escape' && document.querySelector('dialog[open]')) return
      const action = current.current[event.key]
      if (!action) return
      action(event)
      if (event.key !== 'Escape') event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
