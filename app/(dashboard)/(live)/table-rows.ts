/** Which rows the pools table has, in which order: problems first, the quiet folded, nothing moved while it is held. */

import type { PoolView } from '#lib/views/live-view'
import { type PoolConcern, poolConcern } from './concern.ts'

export type TableRow =
  | { key: string; type: 'pool'; pool: PoolView; concern: PoolConcern; open: boolean }
  | { key: string; type: 'server'; pool: PoolView; index: number; named: boolean }
  | { key: string; type: 'more'; pool: PoolView; count: number }

export type RowChoice = {
  filter: string
  /** Null: quiet pools are shown while all servers together are few. */
  quiet: boolean | null
  /** Pool id to how many of its servers are shown; absent: those that are a concern. */
  limits: Readonly<Record<string, number>>
  nowMs: number
}

export type TableRows = { rows: TableRow[]; shownPools: number; quietPools: number; showsQuiet: boolean }

const FEW_SERVERS = 40
const SMALL_POOL = 12
export const AUTO_MOST = 40

export function tableRows(pools: readonly PoolView[], choice: RowChoice): TableRows {
  const few = pools.reduce((sum, pool) => sum + pool.servers.length, 0) <= FEW_SERVERS
  const showsQuiet = choice.quiet ?? few
  const wanted = choice.filter.trim().toLowerCase()
  const judged = pools
    .filter(
      (pool) => wanted === '' || matchesPool(pool, wanted) || pool.servers.some((s) => matches(s, wanted)),
    )
    .map((pool) => ({ pool, concern: poolConcern(pool, choice.nowMs) }))
    .sort(worstFirst)
  const shown = judged.filter(({ concern }) => showsQuiet || wanted !== '' || concern.concern > 0)
  return {
    rows: shown.flatMap(({ pool, concern }) => rowsOf(pool, concern, choice, few, wanted)),
    shownPools: shown.length,
    quietPools: judged.filter(({ concern }) => concern.concern === 0).length,
    showsQuiet,
  }
}

type Judged = { pool: PoolView; concern: PoolConcern }

function worstFirst(a: Judged, b: Judged): number {
  return (
    b.concern.concern - a.concern.concern ||
    b.concern.lying - a.concern.lying ||
    (a.pool.id < b.pool.id ? -1 : a.pool.id > b.pool.id ? 1 : 0)
  )
}

function rowsOf(pool: PoolView, concern: PoolConcern, choice: RowChoice, few: boolean, wanted: string) {
  const limit = choice.limits[pool.id]
  const all = few || (concern.concern > 0 && pool.servers.length <= SMALL_POOL)
  const candidates = pool.servers
    .map((server, index) => ({ server, index, concern: concern.servers[index] ?? 0 }))
    .filter(({ server }) => wanted === '' || matchesPool(pool, wanted) || matches(server, wanted))
    .sort((a, b) => b.concern - a.concern || a.index - b.index)
  const automatic = wanted !== '' || all ? candidates : candidates.filter((each) => each.concern > 0)
  const listed = limit === undefined ? automatic.slice(0, AUTO_MOST) : candidates.slice(0, limit)
  const rows: TableRow[] = [{ key: pool.id, type: 'pool', pool, concern, open: listed.length > 0 }]
  for (const { server, index } of listed)
    rows.push({ key: `${pool.id}/${server.name}`, type: 'server', pool, index, named: false })
  const count = candidates.length - listed.length
  if (listed.length > 0 && count > 0) rows.push({ key: `${pool.id} more`, type: 'more', pool, count })
  return rows
}

function matchesPool(pool: PoolView, wanted: string): boolean {
  return pool.id.toLowerCase().includes(wanted)
}

function matches(server: PoolView['servers'][number], wanted: string): boolean {
  const { name, address, claim, verdict } = server
  return [name, address ?? '', claim.status, verdict.kind].some((text) => text.toLowerCase().includes(wanted))
}

/** The rows in the order they already have; new ones after all others, servers among them with their pool's name. */
export function holdOrder(heldKeys: readonly string[], rows: readonly TableRow[]): TableRow[] {
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const held = heldKeys.flatMap((key) => byKey.get(key) ?? [])
  const known = new Set(heldKeys)
  const news = rows.filter((row) => !known.has(row.key))
  const newPools = new Set(news.filter((row) => row.type === 'pool').map((row) => row.pool.id))
  return [
    ...held,
    ...news.map((row) =>
      row.type === 'server' && !newPools.has(row.pool.id) ? { ...row, named: true } : row,
    ),
  ]
}

/** The same order as the rows would have if nobody held them? */
export function isInOrder(held: readonly TableRow[], rows: readonly TableRow[]): boolean {
  return held.length === rows.length && held.every((row, i) => row.key === rows[i]!.key)
}
