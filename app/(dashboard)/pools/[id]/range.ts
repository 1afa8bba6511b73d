/** How far back the pool page looks, and how finely. */

import { readUrl } from '../../../shell/read-url.ts'

export const RANGES = [
  { id: '5m', name: '5 min', spanMs: 300_000, stepMs: 1_000 },
  { id: '15m', name: '15 min', spanMs: 900_000, stepMs: 3_000 },
  { id: '1h', name: '1 h', spanMs: 3_600_000, stepMs: 10_000 },
] as const

export type Range = (typeof RANGES)[number]

/** What the address asks for: how far back, and from which moment; null: from now. */
export function askedOf(query: Record<string, string | string[] | undefined>) {
  const { atMs } = readUrl({ get: (name) => [query[name]].flat()[0] ?? null })
  return { range: rangeOf(query.range), atMs }
}

export function rangeOf(id: string | string[] | undefined): Range {
  return RANGES.find((range) => range.id === id) ?? RANGES[0]
}
