'use client'
/** Moves the selection among pools and servers by key, and opens the pool it is in. */

import { useRouter } from 'next/navigation'
import { keptQuery, type UrlState } from '../../shell/url-state.ts'
import { useSelectionKeys } from '../../shell/use-selection-keys.ts'
import type { TableRow } from './table-rows.ts'

export function useRowKeys(rows: readonly TableRow[], url: UrlState): void {
  const router = useRouter()
  const selectable = rows.filter((row) => row.type !== 'more')
  useSelectionKeys({
    keys: selectable.map((row) => row.key),
    find: (key) => document.getElementById(rowId(key)),
    onEnter: (key) => {
      const row = selectable.find((each) => each.key === key)
      if (row) router.push(poolHref(row.pool.id, keptQuery(url)))
    },
  })
}

export const rowId = (key: string) => `row-${key}`

export const poolHref = (poolId: string, query = '') => `/pools/${encodeURIComponent(poolId)}${query}`
