/** How long one pool's sessions live: told by log lines where there are any, else by looks at what is open. */

import type { OpenSession } from '../../model/load-balancer.ts'
import {
  addSession,
  createSurvival,
  fadeSurvival,
  mergeSurvival,
  type SessionSurvival,
} from '../../risk/session-survival.ts'
import { type SurvivalCurve, toSurvivalCurve } from '../../risk/survival-curve.ts'

/** The past weighs half as much after a day. */
export const FADE_EVERY_MS = 3_600_000
const FADE_BY = 0.5 ** (1 / 24)
/** Looks miss what lives shorter than the time between them; the log does not. */
const LOG_ENOUGH = 0.5

export type PoolLifetimes = {
  logged: SessionSurvival
  looked: SessionSurvival
  /** Since when its lines have been read without a gap; what began before was under watch only from then on. */
  loggedSinceMs: number | null
  fadedAtMs: number
}

/** Plain JSON; `open` are held as sessions that were lost sight of. */
export type KeptLifetimes = [poolId: string, logged: SessionSurvival, looked: SessionSurvival]

export const createLifetimes = (nowMs: number): PoolLifetimes => ({
  logged: createSurvival(),
  looked: createSurvival(),
  loggedSinceMs: null,
  fadedAtMs: nowMs,
})

/** Writes into `lifetimes`. `cut`: it was killed, so it would have lived longer. */
export function noteLogged(
  lifetimes: PoolLifetimes,
  ended: { atMs: number; ageMs: number; cut: boolean },
  sinceMs: number,
): void {
  lifetimes.loggedSinceMs ??= sinceMs
  const startedAtMs = ended.atMs - ended.ageMs
  const firstSeenAgeMs = Math.min(ended.ageMs, Math.max(0, lifetimes.loggedSinceMs - startedAtMs))
  addSession(lifetimes.logged, { ageMs: ended.ageMs, firstSeenAgeMs, open: ended.cut })
}

/** Writes into `lifetimes`. */
export function noteLooked(
  lifetimes: PoolLifetimes,
  session: OpenSession,
  endedAtMs: number,
  cut: boolean,
): void {
  const ageMs = Math.max(0, endedAtMs - session.startedAtMs)
  const firstSeenAgeMs = Math.min(ageMs, Math.max(0, session.firstSeenMs - session.startedAtMs))
  addSession(lifetimes.looked, { ageMs, firstSeenAgeMs, open: cut })
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
    const ageMs = Math.max(0, nowMs - session.startedAtMs)
    const watchedMs = logged ? (lifetimes.loggedSinceMs ?? session.firstSeenMs) : session.firstSeenMs
    return { ageMs, firstSeenAgeMs: Math.min(ageMs, Math.max(0, watchedMs - session.startedAtMs)) }
  })
}

export type LifetimeCurve = { curve: SurvivalCurve | null; closed: number; running: number; from: string }

/** `open`: all sessions of the pool that are open now. */
export function curveOf(
  lifetimes: PoolLifetimes | undefined,
  open: readonly OpenSession[],
  nowMs: number,
): LifetimeCurve {
  const none = { curve: null, closed: 0, running: open.length, from: 'nothing yet' }
  if (!lifetimes) return none
  const logged = byLog(lifetimes)
  const survival = logged ? lifetimes.logged : lifetimes.looked
  return {
    curve: toSurvivalCurve(survival, runningAges(lifetimes, open, nowMs, logged)),
    closed: Math.round(survival.closed),
    running: open.length,
    from: logged ? 'log lines' : 'looks at the open sessions',
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
