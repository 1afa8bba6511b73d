/** How long one pool's sessions live: told by log lines where there are any, else by looks at what is open. */

import type { OpenSession } from '../../model/load-balancer.ts'
import {
  addSession,
  createSurvival,
  fadeSurvival,
  mergeSurvival,
  type ObservedSession,
  type SessionSurvival,
} from '../../risk/session-survival.ts'
import { type SurvivalCurve, toSurvivalCurve } from '../../risk/survival-curve.ts'
import { steadyAges } from './steady-ages.ts'
import type { Unlisted } from './unlisted-of.ts'

/** The past weighs half as much after a day. */
export const FADE_EVERY_MS = 3_600_000
const FADE_BY = 0.5 ** (1 / 24)
/** Looks miss what lives shorter than the time between them; the log does not. */
const LOG_ENOUGH = 0.5
/** Rounds in which the ages of those that nobody lists and the curve come to agree. */
const UNLISTED_ROUNDS = 12

/** Sessions of a draining server are held back this long: until then they may prove to have been cut. */
export const HELD_BACK_MS = 10_000

/** `drain`: the key of the drain that it was part of. */
export type HeldBack = { by: 'logged' | 'looked'; atMs: number; drain: string; session: ObservedSession }

export type PoolLifetimes = {
  heldBack: HeldBack[]
  logged: SessionSurvival
  looked: SessionSurvival
  /** Since when its lines have been read without a gap; what began before was under watch only from then on. */
  loggedSinceMs: number | null
  fadedAtMs: number
  /** Logged sessions outside of drains: all, and those that the server broke off. */
  usual: { ended: number; broken: number }
}

/** Plain JSON; `open` are held as sessions that were lost sight of. */
export type KeptLifetimes = [poolId: string, logged: SessionSurvival, looked: SessionSurvival]

export const createLifetimes = (nowMs: number): PoolLifetimes => ({
  heldBack: [],
  logged: createSurvival(),
  looked: createSurvival(),
  loggedSinceMs: null,
  fadedAtMs: nowMs,
  usual: { ended: 0, broken: 0 },
})

export type Ended = {
  atMs: number
  ageMs: number
  /** From this moment on it was under watch. */
  watchedSinceMs: number
  /** It was killed, so it would have lived longer. */
  cut: boolean
  /** The key of the drain that it was part of. */
  drain: string | null
}

/** Writes into `lifetimes`. */
export function noteEnded(
  lifetimes: PoolLifetimes,
  by: HeldBack['by'],
  { atMs, ageMs, watchedSinceMs, cut, drain }: Ended,
): void {
  const firstSeenAgeMs = Math.min(ageMs, Math.max(0, watchedSinceMs - (atMs - ageMs)))
  const session = { ageMs, firstSeenAgeMs, open: cut }
  if (drain === null || cut) addSession(lifetimes[by], session)
  else lifetimes.heldBack.push({ by, atMs, drain, session })
}

/** The share that its servers break off when nothing drains, with one imagined in what was seen. */
export const usuallyBroken = (lifetimes: PoolLifetimes | undefined): number =>
  ((lifetimes?.usual.broken ?? 0) + 1) / ((lifetimes?.usual.ended ?? 0) + 2)

/** Takes in what was held back for long enough; `wasCut` says which of it was cut after all. */
export function settleHeldBack(
  lifetimes: PoolLifetimes,
  nowMs: number,
  wasCut: (one: HeldBack) => boolean,
): void {
  if (lifetimes.heldBack.length === 0) return
  const due = lifetimes.heldBack.filter((one) => nowMs - one.atMs >= HELD_BACK_MS)
  if (due.length === 0) return
  lifetimes.heldBack = lifetimes.heldBack.filter((one) => nowMs - one.atMs < HELD_BACK_MS)
  for (const one of due) addSession(lifetimes[one.by], { ...one.session, open: wasCut(one) })
}

/** Writes into `lifetimes`; call it now and then. */
export function fadeLifetimes(lifetimes: PoolLifetimes, nowMs: number): void {
  if (nowMs - lifetimes.fadedAtMs < FADE_EVERY_MS) return
  lifetimes.fadedAtMs = nowMs
  lifetimes.logged = fadeSurvival(lifetimes.logged, FADE_BY)
  lifetimes.looked = fadeSurvival(lifetimes.looked, FADE_BY)
}

const byLog = ({ logged, looked }: PoolLifetimes) => logged.closed >= LOG_ENOUGH * looked.closed

/** Those open now, as their ages were under watch. */
function runningAges(lifetimes: PoolLifetimes, open: readonly OpenSession[], nowMs: number, logged: boolean) {
  return open.map((session) => {
    // A log tells when it ends; without one it lived when it was last seen.
    const ageMs = Math.max(0, (logged ? nowMs : session.seenAtMs) - session.startedAtMs)
    const watchedMs = logged ? (lifetimes.loggedSinceMs ?? session.firstSeenMs) : session.firstSeenMs
    return { ageMs, firstSeenAgeMs: Math.min(ageMs, Math.max(0, watchedMs - session.startedAtMs)) }
  })
}

/** `settled` leaves out what is held back: how sessions lived before they may have been cut. */
export type LifetimeCurve = {
  curve: SurvivalCurve | null
  settled: SurvivalCurve | null
  closed: number
  running: number
  from: string
  /** None of them can be older. */
  oldestMs: number
}

/**
 * Those that run unlisted lived for their ages, too, and the long ones are among them. Their ages are those of a
 * steady pool by the curve so far, from which the next curve is drawn.
 */
function withUnlisted(
  survival: SessionSurvival,
  running: Parameters<typeof toSurvivalCurve>[1],
  unlisted: Unlisted,
  watchedMs: number,
): SurvivalCurve | null {
  let curve = toSurvivalCurve(survival, running)
  for (let round = 0; round < UNLISTED_ROUNDS && unlisted.count > 0 && curve !== null; round++) {
    const ages = steadyAges(curve, unlisted.count, 0, unlisted.oldestMs)
    const open = createSurvival()
    for (const ageMs of ages)
      addSession(open, { ageMs, firstSeenAgeMs: Math.max(0, ageMs - watchedMs), open: true })
    curve = toSurvivalCurve(
      mergeSurvival(survival, fadeSurvival(open, unlisted.count / ages.length)),
      running,
    )
  }
  return curve
}

/** `open`: all sessions of the pool that are listed as open now; `unlisted`: those that are open beside them. */
export function curveOf(
  lifetimes: PoolLifetimes | undefined,
  open: readonly OpenSession[],
  unlisted: Unlisted,
  nowMs: number,
): LifetimeCurve {
  const none = {
    curve: null,
    settled: null,
    closed: 0,
    running: open.length + unlisted.count,
    from: 'nothing yet',
    oldestMs: unlisted.oldestMs,
  }
  if (!lifetimes) return none
  const by = byLog(lifetimes) ? 'logged' : 'looked'
  const survival = lifetimes[by]
  const running = runningAges(lifetimes, open, nowMs, by === 'logged')
  const held = lifetimes.heldBack.filter((one) => one.by === by)
  // Looks say nothing of what they do not list.
  const unseen = by === 'logged' ? unlisted : { ...unlisted, count: 0 }
  const watchedMs = nowMs - (lifetimes.loggedSinceMs ?? nowMs)
  const settled = withUnlisted(survival, running, unseen, watchedMs)
  const late = createSurvival()
  for (const { session } of held) addSession(late, session)
  return {
    curve:
      held.length === 0 ? settled : withUnlisted(mergeSurvival(survival, late), running, unseen, watchedMs),
    settled,
    closed: Math.round(survival.closed) + held.length,
    running: open.length + unlisted.count,
    from: by === 'logged' ? 'log lines' : 'looks at the open sessions',
    oldestMs: unlisted.oldestMs,
  }
}

/** For the next start: what runs now is then a session that was lost sight of. */
export function keepLifetimes(
  poolId: string,
  lifetimes: PoolLifetimes,
  open: readonly OpenSession[],
  nowMs: number,
): KeptLifetimes {
  const withOpen = (survival: SessionSurvival, logged: boolean) => {
    const lost = createSurvival()
    for (const ages of runningAges(lifetimes, open, nowMs, logged)) addSession(lost, { ...ages, open: true })
    return mergeSurvival(survival, lost)
  }
  return [poolId, withOpen(lifetimes.logged, true), withOpen(lifetimes.looked, false)]
}
