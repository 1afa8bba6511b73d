/** A drain that was cut short: sessions were taken from their clients. */

import type { Drain } from '../../model/drain.ts'
import { evidence, type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import { cutWords, drainSubjects, sessionsWord } from './drain-words.ts'
import type { PoolScene } from './pool-scene.ts'

/** It is critical from this many on, or from this share of them. */
export const CRITICAL_CUT = 20
export const CRITICAL_SHARE = 0.5
export const CRITICAL_SHARE_LEAST = 5
/** Told for this long after the drain was over. */
export const TOLD_MS = 10_000
/** Nobody signed for these. */
const UNSIGNED = new Set(['process gone', 'RST'])

function toFinding(drain: Drain, cut: NonNullable<Drain['cut']>, nowMs: number): FindingDraft {
  const subjects = drainSubjects(drain)
  const { server, pool, loadBalancer, sessionsAtStart, stickyArrivals } = drain
  const of = Math.max(cut.total, (sessionsAtStart ?? 0) + stickyArrivals)
  const share = cut.total / of
  const many = cut.total >= CRITICAL_CUT || (share >= CRITICAL_SHARE && cut.total >= CRITICAL_SHARE_LEAST)
  const when = { atMs: cut.firstAtMs, errorMs: 1_000 }
  const lines = Object.entries(cut.by).map(([what, count]) =>
    evidence(
      'traffic',
      'owner',
      loadBalancer,
      subjects[0]!,
      when,
      cutWords({ ...cut, total: count, by: { [what]: count } }),
    ),
  )
  const began = evidence(
    'claim',
    'owner',
    loadBalancer,
    subjects[0]!,
    { atMs: drain.startedAtMs, errorMs: drain.startedErrorMs },
    `${server} began to drain (${drain.how}) with ${sessionsWord(sessionsAtStart ?? 0)}`,
  )
  const unsigned = Object.keys(cut.by).every((what) => UNSIGNED.has(what))
  return findingDraft(
    {
      kind: 'cut-drain',
      rule: 'drain-cut-short',
      severity: many ? 'critical' : 'warning',
      confidence: sure(unsigned ? 0.85 : 0.97),
      subjects,
      startedAtMs: cut.firstAtMs,
      startedErrorMs: 1_000,
      text: `The drain of ${pool}/${server} was cut short: ${sessionsWord(cut.total)} of ${of} lost, ${cutWords(cut)}`,
    },
    {
      thresholds: { criticalCut: CRITICAL_CUT, criticalShare: CRITICAL_SHARE },
      evidence: [...lines, began],
      facts: {
        cause: Object.keys(cut.by).join(', '),
        drainStartedAtMs: drain.startedAtMs,
        how: drain.how,
        cut: cut.total,
        ofSessions: of,
        foretold: drain.forecast?.openAtDeadline?.mid ?? null,
        deadlineMs: drain.deadlineMs,
        deadlineFrom: drain.deadlineFrom,
        lastedMs: Math.round((drain.endedAtMs ?? nowMs) - drain.startedAtMs),
      },
    },
  )
}

export function detectCutDrain({ world, nowMs }: PoolScene): FindingDraft[] {
  return [...world.loadBalancers.values()].flatMap(({ drains }) =>
    [...(drains?.values() ?? [])].flatMap((drain) => {
      const { cut, endedAtMs } = drain
      if (cut === null || (endedAtMs !== null && nowMs > Math.max(endedAtMs, cut.lastAtMs) + TOLD_MS))
        return []
      return [toFinding(drain, cut, nowMs)]
    }),
  )
}
