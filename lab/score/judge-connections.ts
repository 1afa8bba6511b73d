/** The connections that a finding lists beside those that both kernels show. */

import type { ClassName, RunResult } from '../play/collect-result.ts'
import type { SeenFinding } from '../play/poll-incidents.ts'

export type JudgedConnections = {
  /** So at the end of the run, after at least MIN_SPELL_MS: each must be listed. */
  wanted: number
  listed: number
  missing: string[]
  /** Listed, and never so at any look of the lab. */
  wrong: string[]
  /** From the event until every wanted one had been listed; null while one is missing. */
  completeMs: number | null
}

/** What has just become so need not be listed yet. */
export const MIN_SPELL_MS = 3000

export function judgeConnections(
  { atEnd, spells, endMs }: Pick<RunResult, 'atEnd' | 'spells' | 'endMs'>,
  name: ClassName,
  findings: readonly SeenFinding[],
  since: number | null,
): JudgedConnections {
  const listedAt = new Map<string, number>()
  for (const { listedAtMs } of findings)
    for (const [key, atMs] of listedAtMs) listedAt.set(key, Math.min(atMs, listedAt.get(key) ?? atMs))
  const wanted = atEnd[name].filter((key) => {
    const spell = spells[name].get(key)
    return spell !== undefined && endMs - spell.fromMs >= MIN_SPELL_MS
  })
  const missing = wanted.filter((key) => !listedAt.has(key))
  const everBad = new Set(Object.values(spells).flatMap((map) => [...map.keys()]))
  const wrong = [...listedAt.keys()].filter((key) => !everBad.has(key))
  const last = Math.max(...wanted.map((key) => listedAt.get(key) ?? 0))
  return {
    wanted: wanted.length,
    listed: wanted.length - missing.length,
    missing,
    wrong,
    completeMs: missing.length || !wanted.length || since === null ? null : last - since,
  }
}
