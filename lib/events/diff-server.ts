/** What changed at one server between two answers: its state, its weight, its address. */

import type { ClaimKind } from '../model/claim.ts'
import type { ServerReading, StatsReading } from '../model/stats-reading.ts'
import { changeTime } from './change-time.ts'
import { checkWords } from './check-words.ts'
import { type EventDraft, eventDraft } from './event-draft.ts'

/** `lastchg` restarts with a change of state, not while checks only begin to fail or to pass. */
function baseOf(kind: ClaimKind): string {
  if (kind === 'going-down') return 'up'
  return kind === 'going-up' ? 'down' : kind
}

const NOT_FAILING = /^(L4OK|L6OK|L7OKC?|PROCOK|INI|UNK|CHECKED)$/

/** After a start or maintenance HAProxy prints `UP 1/3` while every check passes: that is no failing server. */
function kindOf({ claim, check }: ServerReading): ClaimKind {
  return claim.kind === 'going-down' && NOT_FAILING.test(check.status ?? '') ? 'up' : claim.kind
}

export type Answers = { previous: StatsReading; next: StatsReading }

export function diffServer(
  { previous, next }: Answers,
  before: ServerReading,
  after: ServerReading,
): EventDraft[] {
  const drafts: EventDraft[] = []
  const subject = { pool: after.pool, server: after.server }
  const between = changeTime(previous.atMs, next.atMs, null)
  const told = (kind: EventDraft['kind'], time = between) => ({
    kind,
    loadBalancer: next.loadBalancer,
    source: next.source,
    observedAtMs: next.atMs,
    ...time,
  })

  const [from, to] = [kindOf(before), kindOf(after)]
  const downs = (after.counters.downTransitions ?? 0) - (before.counters.downTransitions ?? 0)
  if (from !== to) {
    const moved = baseOf(from) !== baseOf(to)
    const time = changeTime(previous.atMs, next.atMs, moved ? after.sinceChangeS : null)
    drafts.push(eventDraft(told('server-state', time), { ...subject, from, to, ...checkWords(after, to) }))
  } else if (to === 'up' && downs > 0 && before.counters.downTransitions !== null) {
    // Down and up again between two looks: only the counter and `lastchg` tell.
    const up = changeTime(previous.atMs, next.atMs, after.sinceChangeS)
    const down = changeTime(previous.atMs, up.atMs, null)
    drafts.push(eventDraft(told('server-state', down), { ...subject, from: 'up', to: 'down' }))
    drafts.push(eventDraft(told('server-state', up), { ...subject, from: 'down', to: 'up' }))
  }

  const weight = weightChange(before, after)
  if (weight !== null) {
    const info = after.agent.status === null ? null : (after.agent.lastText ?? after.agent.description)
    drafts.push(eventDraft(told('server-weight'), { ...subject, ...weight, info }))
  }
  if (before.address !== after.address) {
    drafts.push(eventDraft(told('server-address'), { ...subject, from: before.address, to: after.address }))
  }
  return drafts
}

/** The configured weight where it is printed; the effective one also moves during a slow start, which is no change. */
function weightChange(before: ServerReading, after: ServerReading): { from: string; to: string } | null {
  const slow = before.throttlePercent !== null || after.throttlePercent !== null
  const printed = before.userWeight !== null && after.userWeight !== null
  const [from, to] = printed
    ? [before.userWeight, after.userWeight]
    : slow
      ? [null, null]
      : [before.weight, after.weight]
  return from === null || to === null || from === to ? null : { from: String(from), to: String(to) }
}
