/** What is said of a drain: how it is drained, who blocks it, what is expected at its deadline, how it ended. */

import type { Drain, DrainHow, DrainSession, DrainStuck, DrainVerdict } from '#lib/model/drain'
import { plural } from '../words/format-number.ts'
import { formatClock, formatSpan, type Zone } from '../words/format-time.ts'
import { countBand } from './format-band.ts'

export const HOW_WORDS: Record<DrainHow, string> = {
  drain: 'DRAIN',
  maint: 'MAINT',
  'soft-stop': 'soft stop',
  'grace-period': 'grace period',
}

export const DRAIN_VERDICTS: Record<
  DrainVerdict,
  readonly [words: string, tone: string, shape: 'drain' | 'agrees' | 'down' | 'warn' | 'ring']
> = {
  running: ['draining', 'drain', 'drain'],
  clean: ['clean', 'muted', 'agrees'],
  'cut-short': ['cut short', 'down', 'down'],
  stuck: ['stuck', 'going-down', 'warn'],
  'taken-back': ['taken back', 'muted', 'ring'],
}

export const CUT_BY: Record<string, string> = {
  K: 'by an operator or a hard stop (K)',
  D: 'when the server was marked down (D)',
  RST: 'by the server (RST)',
  'process gone': 'with a process that ended',
}

/** `5 cut: 3 by the server (RST), 2 with a process that ended`. */
export function cutWords(cut: NonNullable<Drain['cut']>): string {
  const parts = Object.entries(cut.by).map(([what, count]) => `${count} ${CUT_BY[what] ?? `by ${what}`}`)
  return parts.length === 1
    ? `${cut.total} cut ${parts[0]!.replace(/^\d+ /, '')}`
    : `${cut.total} cut: ${parts.join(', ')}`
}

const STUCK_WORDS: Record<DrainStuck['why'], string> = {
  'nobody-leaves': 'nobody leaves',
  persistence: 'persistent clients keep coming back',
  'deadline-passed': 'still open after the deadline',
}

/** What its verdict rests on; empty where the verdict says it all. */
export function verdictWords({ verdict, cut, stuck, startedAtMs, endedAtMs, stickyArrivals }: Drain): string {
  if (cut) return cutWords(cut)
  if (verdict === 'stuck' && stuck)
    return stuck.why === 'persistence'
      ? `${STUCK_WORDS.persistence}, ${plural(stickyArrivals, 'time')} so far`
      : STUCK_WORDS[stuck.why]
  if (verdict === 'clean' && endedAtMs !== null) return `empty after ${formatSpan(endedAtMs - startedAtMs)}`
  return ''
}

/** How many are expected to be open when it ends: a band, or why there is none. */
export function expectedWords({ deadlineMs, forecast, endedAtMs }: Drain, zone: Zone): string {
  if (endedAtMs !== null) return ''
  if (deadlineMs === null) return 'no deadline known'
  const at = `at ${formatClock(deadlineMs, zone)}`
  const open = forecast?.openAtDeadline
  return open ? `${countBand(open)} still open ${at}` : `not known ${at}: too few sessions have ended`
}

/** `10.0.0.9:50001, 3 m 08 s, psql on bastion`. */
export function sessionWords({ client, ageMs, command }: DrainSession): string {
  const runs = command ? `, ${command.command} on ${command.host}` : ''
  return `${client}, ${formatSpan(ageMs)}${runs}`
}

/** Newest last; a drain that goes on reaches to now. */
export function curveOf({ curve, sessionsLeft, endedAtMs }: Drain, nowMs: number): Drain['curve'] {
  const last = curve.at(-1)
  if (!last || endedAtMs !== null || sessionsLeft === null || nowMs <= last.atMs) return curve
  return [...curve, { atMs: nowMs, sessions: sessionsLeft }]
}

/** For who cannot see the curve. */
export function curveWords(drain: Drain, zone: Zone): string {
  const { sessionsAtStart, sessionsLeft, startedAtMs } = drain
  const began = `${sessionsAtStart ?? 'an unknown number of'} sessions at ${formatClock(startedAtMs, zone)}`
  return `${began}, ${sessionsLeft ?? 'an unknown number'} left. ${expectedWords(drain, zone)}`.trim()
}
