'use client'
/** The imports as they are now: asked for again while one is on its way. */

import { useCallback, useEffect, useState } from 'react'
import type { ImportRecord } from '#lib/store/import-record'

const LOOK_EVERY_MS = 500

export const isUnderWay = ({ state }: ImportRecord): boolean => state === 'uploading' || state === 'reading'

export function useImports(stored: ImportRecord[]): { imports: ImportRecord[]; look: () => Promise<void> } {
  const [imports, show] = useState(stored)
  const look = useCallback(async () => {
    const answer = await fetch('/api/v1/imports', { cache: 'no-store' }).catch(() => null)
    if (answer?.ok) show((await answer.json()) as ImportRecord[])
  }, [])
  const busy = imports.some(isUnderWay)
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(look, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [busy, look])
  return { imports, look }
}
