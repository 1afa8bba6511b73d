/** What a detector holds to be true now, before it is known whether it was found before. */

import type { Evidence, EvidenceChannel, Finding, Subject } from '../model/finding.ts'

export type FindingDraft = Omit<Finding, 'id' | 'detectedAtMs' | 'endedAtMs'> & {
  /** What happened once is over by then; absent for what lasts as long as it is drafted. */
  overAtMs?: number
}

type Told = Pick<
  FindingDraft,
  'kind' | 'rule' | 'severity' | 'confidence' | 'subjects' | 'startedAtMs' | 'startedErrorMs' | 'text'
>

export function findingDraft(told: Told, known: Partial<Omit<FindingDraft, keyof Told>>): FindingDraft {
  return {
    thresholds: {},
    evidence: [],
    against: [],
    connections: [],
    connectionsTotal: known.connections?.length ?? 0,
    kernelNotice: null,
    facts: {},
    ...known,
    ...told,
  }
}

export const hostSubject = (name: string): Subject => ({ type: 'host', id: name })
export const vipSubject = (address: string): Subject => ({ type: 'vip', id: address })

export function evidence(
  channel: EvidenceChannel,
  side: Evidence['side'],
  witness: string,
  subject: Subject,
  when: { atMs: number; errorMs: number },
  text: string,
): Evidence {
  const { atMs, errorMs } = when
  return {
    atMs: Math.round(atMs),
    errorMs: Math.ceil(errorMs),
    channel,
    side,
    witness,
    subject,
    text,
    eventId: null,
  }
}

/** Two decimals: more would promise what nobody knows. */
export const sure = (value: number): number => Math.round(Math.min(0.99, Math.max(0.05, value)) * 100) / 100
