'use client'
/** Moves the selection by key, and opens the pool it is in. */

import { useRouter } from 'next/navigation'
import { keptQuery, type UrlState, writeUrl } from '../shell/url-state.ts'
import { useKeys } from '../shell/use-keys.ts'
import type { TableRow } from './table-rows.ts'

export function useRowKeys(rows: readonly TableRow[], selection: string | null, url: UrlState): void {
  const router = useRouter()
  const selectable = rows.filter((row) => row.type !== 'more')
  const at = selectable.findIndex((row) => row.key === selection)
  const move = (way: 1 | -1) => {
    const next = selectable[at === -1 ? (way === 1 ? 0 : selectable.length - 1) : at + way]
    if (!next) return
    writeUrl({ selection: next.key })
    document.getElementById(rowId(next.key))?.scrollIntoView({ block: 'nearest' })
  }
  const onEnter = () => {
    const row = selectable[at]
    if (row) router.push(poolHref(row.pool.id, keptQuery(url)))
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: onEnter,
  })
}

export const rowId = (key: string) => `row-${key}`

export const poolHref = (poolId: string, query = '') => `/pools/${encodeURIComponent(poolId)}${query}`
