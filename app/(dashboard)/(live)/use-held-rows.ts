'use client'
/** Keeps the rows where they are while the pointer is over them or one is selected. */

import { useEffect, useRef } from 'react'
import { holdOrder, isInOrder, type TableRow } from './table-rows.ts'

/** A change of `choice` (filter, folds) is the person's own and always takes effect. */
export function useHeldRows(rows: TableRow[], held: boolean, choice: string) {
  const before = useRef<{ keys: string[]; choice: string } | null>(null)
  const keep = held && before.current?.choice === choice
  const drawn = keep ? holdOrder(before.current!.keys, rows) : rows
  useEffect(() => {
    before.current = { keys: drawn.map((row) => row.key), choice }
  })
  return { drawn, outOfOrder: keep && !isInOrder(drawn, rows) }
}
