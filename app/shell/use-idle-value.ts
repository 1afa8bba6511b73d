'use client'
/** A value for parts that nobody waits for: it follows when the browser has nothing better to do. */

import { useEffect, useState } from 'react'

const AT_LATEST_MS = 1_000

export function useIdleValue<T>(value: T): T | null {
  const [shown, show] = useState<T | null>(null)
  useEffect(() => {
    // Not every browser has it.
    if (!window.requestIdleCallback) {
      const timer = setTimeout(() => show(value), AT_LATEST_MS / 10)
      return () => clearTimeout(timer)
    }
    const asked = window.requestIdleCallback(() => show(value), { timeout: AT_LATEST_MS })
    return () => window.cancelIdleCallback(asked)
  }, [value])
  return shown
}
