'use client'
/** Keeps the chart on the pool that someone is reading, while another becomes the worst. */

import { useEffect, useRef } from 'react'
import type { PoolView } from '#lib/views/live-view'

export function useHeldPool(
  wanted: PoolView | null,
  pools: readonly PoolView[],
  held: boolean,
): PoolView | null {
  const heldId = useRef<string | null>(null)
  const kept = held ? (pools.find((pool) => pool.id === heldId.current) ?? null) : null
  const pool = kept ?? wanted
  useEffect(() => {
    heldId.current = pool?.id ?? null
  })
  return pool
}
