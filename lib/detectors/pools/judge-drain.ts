/** What became of a drain: clean, cut short and by what, stuck and why, taken back; or it still runs. */

import type { Drain, DrainStuck } from '../../model/drain.ts'
import type { DrainEntry } from '../../model/drain-entry.ts'
import type { OpenSession } from '../../model/load-balancer.ts'
import { chanceOpenAfter, type SurvivalCurve } from '../../risk/survival-curve.ts'
import { closedTogether } from './closed-together.ts'
import { type Command, HORIZON_MS, type KnownOfSession } from './forecast-drain.ts'

/** Nobody has left for this long, which this pool's lifetimes make unlikely, or those that are left will stay. */
export const STUCK_AFTER_MS = 12_000
/** So unlikely. */
export const UNLIKELY_SILENCE = 0.05
/** A session is older than all that were seen to end where it is this many times as old as the oldest of so many. */
export const OUTLIVED_TIMES = 2
export const OUTLIVED_LEAST = 20
/** Bytes have not moved for this long; what moves is given STUCK_BUSY_MS. */
export const IDLE_MS = 10_000
export const STUCK_BUSY_MS = 60_000
/** Nobody has left for this long, whatever they do. */
export const STUCK_ANYWAY_MS = 180_000
/** It is likelier than this that a session stays for HORIZON_MS more: it will not end soon. */
export const WILL_STAY = 0.5
/** Clients that came back in each third of STUCK_AFTER_MS: persistence keeps it from being empty. */
const THIRDS = 3
/** A deadline that has passed by this cuts nobody. */
export const OVERDUE_MS = 5_000
/** The server breaks off more than this many times the share that it usually does. */
const BROKEN_TIMES = 2

export type DrainEvidence = {
  sessions: readonly OpenSession[]
  known: KnownOfSession
  curve: SurvivalCurve | null
  /** Share of this pool's sessions that its servers break off on other days. */
  usuallyBroken: number
  /** A log tells of every session that ends. */
  logged: boolean
  nowMs: number
}

function brokenOff(entry: DrainEntry, usual: number): number[] {
  const broken = entry.ends.filter((end) => end.how === 'broken').map((end) => end.atMs)
  return broken.length > BROKEN_TIMES * usual * entry.ends.length ? broken : []
}

/** Sessions that a worker took along: nobody saw them end. Without a log one or two may have ended well. */
function wentWith(entry: DrainEntry, { logged, curve, sessions, nowMs }: DrainEvidence): number {
  if (entry.pid === null || entry.over?.because !== 'gone' || entry.lookedAtMs === null) return 0
  const { lookedAtMs } = entry
  const missing = (entry.drain.sessionsLeft ?? 0) - entry.ends.filter((end) => end.atMs > lookedAtMs).length
  if (missing <= 0 || logged) return Math.max(0, missing)
  if (curve === null) return missing > 2 ? missing : 0
  const ended = sessions.map(
    (one) => 1 - chanceOpenAfter(curve, lookedAtMs - one.startedAtMs, nowMs - lookedAtMs).mid,
  )
  return ended.reduce((chance, one) => chance * one, 1) < 0.01 ? missing : 0
}

function cutOf(entry: DrainEntry, given: DrainEvidence): Drain['cut'] {
  const by: Record<string, number> = { ...entry.killed?.by }
  const times = entry.killed ? [entry.killed.firstAtMs, entry.killed.lastAtMs] : []
  const broken = brokenOff(entry, given.usuallyBroken)
  if (broken.length > 0) by.RST = broken.length
  const together = closedTogether(entry, given.curve)
  const taken = wentWith(entry, given)
  if (together.length + taken > 0) by['process gone'] = together.length + taken
  times.push(...broken, ...together.map((end) => end.atMs))
  if (taken > 0) times.push(entry.over!.atMs)
  const total = Object.values(by).reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  return { total, by, firstAtMs: Math.min(...times), lastAtMs: Math.max(...times) }
}

/** A terminal lives as long as somebody sits at it. */
const isTerminal = ({ command }: { command: Command | null }) =>
  command !== null && (command.tty !== null || command.command === 'ssh')

/** Nobody has left for `stillMs`: is that because those that are left will not? */
function willStay(given: DrainEvidence, stillMs: number): boolean {
  const { sessions, known, curve, nowMs } = given
  if (sessions.length === 0 || stillMs < STUCK_AFTER_MS) return false
  const told = sessions.map((session) => ({ session, ...known(session) }))
  const isIdle = told.every(({ idleMs, ...one }) => isTerminal(one) || (idleMs !== null && idleMs >= IDLE_MS))
  if (curve === null) return isIdle
  const chance = (session: OpenSession, fromMs: number, forMs: number) =>
    chanceOpenAfter(curve, Math.max(0, fromMs - session.startedAtMs), forMs).mid
  const idleFor = (idleMs: number | null) => idleMs !== null && idleMs >= IDLE_MS
  const hasOutlived = ({ startedAtMs }: OpenSession) =>
    curve.closed >= OUTLIVED_LEAST && nowMs - startedAtMs >= OUTLIVED_TIMES * curve.oldestEndMs
  const stay = told.every(
    (one) =>
      isTerminal(one) ||
      chance(one.session, nowMs, HORIZON_MS) >= WILL_STAY ||
      (idleFor(one.idleMs) && hasOutlived(one.session)),
  )
  if (stay) return true
  const silence = sessions.reduce((all, one) => all * chance(one, nowMs - stillMs, stillMs), 1)
  return silence < UNLIKELY_SILENCE && (isIdle || stillMs >= STUCK_BUSY_MS)
}

/** Clients keep coming: some in each third of the last while. */
function keepsComing({ drain, arrivals }: DrainEntry, nowMs: number): boolean {
  if (nowMs - drain.startedAtMs < STUCK_AFTER_MS) return false
  const thirdMs = STUCK_AFTER_MS / THIRDS
  return Array.from({ length: THIRDS }, (_, back) => nowMs - (back + 1) * thirdMs).every((fromMs) =>
    arrivals.some(({ atMs }) => atMs > fromMs && atMs <= fromMs + thirdMs),
  )
}

function stuckOf(entry: DrainEntry, given: DrainEvidence): DrainStuck | null {
  const { drain } = entry
  const { nowMs } = given
  if (keepsComing(entry, nowMs)) {
    const sinceMs = Math.max(drain.startedAtMs, entry.arrivals[0]?.atMs ?? drain.startedAtMs)
    return { why: 'persistence', sinceMs: drain.stuck?.why === 'persistence' ? drain.stuck.sinceMs : sinceMs }
  }
  if (!drain.sessionsLeft) return null
  const { deadlineMs } = drain
  if (deadlineMs !== null && nowMs > deadlineMs + OVERDUE_MS)
    return { why: 'deadline-passed', sinceMs: deadlineMs }
  // What a deadline cuts soon is not stuck: the forecast tells of it.
  if (deadlineMs !== null && deadlineMs <= nowMs + HORIZON_MS) return null
  const stillMs = nowMs - Math.max(entry.leftAtMs, drain.startedAtMs)
  if (stillMs >= STUCK_ANYWAY_MS || willStay(given, stillMs))
    return { why: 'nobody-leaves', sinceMs: nowMs - stillMs }
  return null
}

/** Sessions that HAProxy, the server or a dead process took from their clients make it cut short, over or not. */
export function judgeDrain(
  entry: DrainEntry,
  given: DrainEvidence,
): Pick<Drain, 'verdict' | 'cut' | 'stuck'> {
  const { drain, over } = entry
  const cut = cutOf(entry, given)
  const isOver = drain.endedAtMs !== null
  const stuck = isOver ? null : stuckOf(entry, given)
  if (cut !== null) return { verdict: 'cut-short', cut, stuck }
  if (isOver && over?.because === 'taken-back' && drain.sessionsLeft !== 0)
    return { verdict: 'taken-back', cut, stuck }
  if (isOver) return { verdict: 'clean', cut, stuck }
  return { verdict: stuck === null ? 'running' : 'stuck', cut, stuck }
}
