/** A finding that opened or ended, as an event on the tape. */

import type { Finding } from '../model/finding.ts'
import { type EventDraft, eventDraft } from './event-draft.ts'

export function draftFromFinding(finding: Finding, to: 'opened' | 'ended', nowMs: number): EventDraft {
  const atMs = to === 'opened' ? finding.startedAtMs : (finding.endedAtMs ?? nowMs)
  const about = finding.subjects[0]
  const host = finding.subjects.find((one) => one.type === 'host')?.id ?? null
  return eventDraft(
    {
      kind: 'finding',
      loadBalancer: '',
      source: 'polygraph',
      atMs: Math.round(atMs),
      errorMs: Math.ceil(Math.min(finding.startedErrorMs, 60_000)),
      observedAtMs: to === 'opened' ? finding.detectedAtMs : nowMs,
    },
    { host, about: finding.id, from: `${about?.type ?? ''} ${about?.id ?? ''}`, to, reason: finding.text },
  )
}
