/** Whether a draft tells of a finding that is known already, and what a new one is called. */

import type { Finding } from '../model/finding.ts'
import { stableHash } from '../model/stable-hash.ts'
import { connectionKey } from './bad-connection.ts'
import type { FindingDraft } from './finding-draft.ts'

/** Two words of one move are at most this far apart, beyond both errors. */
export const SAME_MOVE_MS = 2_000
export const AT_ONCE_MS = 500

type Told = Pick<Finding, 'kind' | 'subjects' | 'startedErrorMs' | 'facts'>

/** Same kind, same first subject; what a move caused belongs to that move. */
export function isSame(known: Told, draft: Told): boolean {
  if (known.kind !== draft.kind) return false
  const [a, b] = [known.subjects[0], draft.subjects[0]]
  if (a?.type !== b?.type || a?.id !== b?.id) return false
  const [one, other] = [known.facts.movedAtMs, draft.facts.movedAtMs]
  if (typeof one !== 'number' || typeof other !== 'number') return typeof one === typeof other
  const apartMs = Math.abs(one - other)
  // Neighbours may know the new owner by its MAC alone before it says so itself.
  if (apartMs <= AT_ONCE_MS) return true
  const errors = Math.min(10_000, known.startedErrorMs) + Math.min(10_000, draft.startedErrorMs)
  return known.facts.owner === draft.facts.owner && apartMs <= SAME_MOVE_MS + errors
}

/** Named after what it tells and the second in which it began. */
export function findingId(draft: FindingDraft): string {
  const { kind, subjects, startedAtMs } = draft
  const second = Math.round(startedAtMs / 1000)
  return `${kind}-${second.toString(36)}-${stableHash(JSON.stringify([kind, subjects[0], second]))}`
}

/** What of a finding is news when it changes; times of looks are not. */
export function signature(draft: FindingDraft): string {
  const { text, severity, confidence, subjects, connections, connectionsTotal, facts, against } = draft
  const classes = connections.map((one) => `${connectionKey(one)} ${one.class}`).sort()
  return JSON.stringify([
    text,
    severity,
    confidence,
    subjects,
    classes,
    connectionsTotal,
    facts.cause ?? null,
    against.length,
  ])
}
