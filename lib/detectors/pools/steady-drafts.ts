/** Keeps the words of a finding for a while: numbers that change at every look are no news. */

import type { FindingDraft } from '../finding-draft.ts'
import type { PoolMemory } from './pool-memory.ts'

/** Words and evidence are taken anew this often, or when something weightier changes. */
export const KEEP_WORDS_MS = 5_000

function weighty({ severity, subjects, rule, facts, startedErrorMs }: FindingDraft): string {
  const named = subjects.map((one) => one.id).join(' ')
  return `${severity} ${rule} ${named} ${facts.movedAtMs ?? ''} ${facts.state ?? ''} ${startedErrorMs < 100}`
}

export function steadyDrafts(
  memory: PoolMemory,
  drafts: readonly FindingDraft[],
  nowMs: number,
): FindingDraft[] {
  const steady = new Map<string, { draft: FindingDraft; atMs: number }>()
  for (const draft of drafts) {
    const [subject] = draft.subjects
    const key = `${draft.kind} ${subject?.type} ${subject?.id} ${draft.facts.movedAtMs ?? ''}`
    const before = memory.told.get(key)
    const keep =
      before !== undefined &&
      Math.abs(nowMs - before.atMs) < KEEP_WORDS_MS &&
      draft.overAtMs === undefined &&
      weighty(before.draft) === weighty(draft)
    steady.set(key, keep ? before : { draft, atMs: nowMs })
  }
  memory.told = steady
  return [...steady.values()].map((one) => one.draft)
}
