/** Findings with one root cause: one failover is one incident, however much it breaks. */

import type { Evidence, Finding, FindingKind, Severity, Subject } from './finding.ts'

export type RootCause = {
  kind: FindingKind
  subject: Subject
  /** What set it off, in words: `lb1 lost its link eth0`. */
  reason: string
  confidence: number
  /** Findings and evidence that speak against it. */
  against: Evidence[]
}

export type Advice = {
  /** `keepalive`, `user-timeout`, `drain-first`, `out-of-band`, `dns-ttl`, `tmux`, `garp`, `split-brain`, … */
  id: string
  when: 'now' | 'next-time'
  title: string
  /** Why it fits the case that was measured, naming the settings found. */
  why: string
  /** Lines to paste, where there are any. */
  lines: string[]
}

/** One plain sentence and the findings and evidence it rests on. */
export type NarrativeLine = { atMs: number; text: string; findingId: string | null }

export type Mark = { by: string; atMs: number }

/** What people did about it; absent: nothing. */
export type Handling = {
  acknowledged: Mark | null
  /** By a person, with the reason: bookkeeping. What still lasts is shown as before. */
  closed: (Mark & { text: string }) | null
  comments: number
  /** Incidents that a person took out of this one, or this one out of: never joined again by relation alone. */
  apart: string[]
}

export type Incident = {
  /** Stable over restarts. */
  id: string
  kind: FindingKind
  title: string
  severity: Severity
  confidence: number
  startedAtMs: number
  detectedAtMs: number
  /** Null while any of its findings lasts. */
  endedAtMs: number | null
  /** The candidate at rank 1, and the others after it. */
  rootCause: RootCause
  otherCauses: RootCause[]
  subjects: Subject[]
  /** Root first, then its consequences. */
  findings: Finding[]
  narrative: NarrativeLine[]
  advice: Advice[]
  handling?: Handling
}
