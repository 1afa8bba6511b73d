/** Which of a draining server's sessions are still open at its deadline, by how long this pool's sessions live. */

import type { Drain, DrainForecast, DrainSession } from '../../model/drain.ts'
import { DRAIN_SESSIONS } from '../../model/drain.ts'
import type { OpenSession } from '../../model/load-balancer.ts'
import { expectedCuts } from '../../risk/expected-cuts.ts'
import { chanceOpenAfter, MIN_CLOSED, type SurvivalCurve } from '../../risk/survival-curve.ts'
import type { LifetimeCurve } from './pool-lifetimes.ts'
import { steadyAges } from './steady-ages.ts'

/** Without a deadline sessions are ordered by their chance of staying this much longer. */
export const HORIZON_MS = 600_000

const two = (value: number) => Math.round(value * 100) / 100
const tenth = (value: number) => Math.round(value * 10) / 10

/** What a whole look did not list began after it, and before the drain where that lets nobody in. */
function withNewcomers(
  { how, stickyArrivals, startedAtMs }: Drain,
  sessions: readonly OpenSession[],
  left: number,
  curve: SurvivalCurve,
  nowMs: number,
  listedAtMs: number | null,
): number[] {
  const ages = sessions.map((one) => Math.max(0, nowMs - one.startedAtMs))
  if (listedAtMs === null || left <= ages.length) return ages
  const admits = how === 'grace-period' || stickyArrivals > 0
  const youngestMs = admits ? 0 : Math.max(0, nowMs - startedAtMs)
  const newcomers = steadyAges(curve, left - ages.length, youngestMs, nowMs - listedAtMs)
  for (let at = 0; at < left - sessions.length; at++) ages.push(newcomers[at % newcomers.length]!)
  return ages
}

/** Null where nothing is known of what is left; `listedAtMs` is when all of `sessions` were listed. A passed deadline leaves the forecast as it was. */
export function forecastDrain(
  drain: Drain,
  sessions: readonly OpenSession[],
  { curve, closed, running, from, oldestMs }: LifetimeCurve,
  nowMs: number,
  listedAtMs: number | null,
): DrainForecast | null {
  const { deadlineMs } = drain
  // Until it is counted for the first time it holds what it held before.
  const left = drain.sessionsLeft ?? drain.sessionsAtStart
  if (drain.forecast !== null && (drain.endedAtMs !== null || (deadlineMs ?? nowMs + 1) <= nowMs))
    return drain.forecast
  const told = { atMs: nowMs, openAtDeadline: null, lifetimes: closed, running }
  if (deadlineMs === null) return { ...told, assumptions: ['nothing says when what is left will be cut'] }
  if (left === 0)
    return { ...told, openAtDeadline: { low: 0, mid: 0, high: 0 }, assumptions: ['no session is left'] }
  if (curve === null)
    return { ...told, assumptions: [`${closed} sessions were seen to end; it takes ${MIN_CLOSED}`] }
  if (left === null) return { ...told, assumptions: ['how many sessions are left is not known'] }
  const listed = sessions.length > 0
  const ages = listed
    ? withNewcomers(drain, sessions, left, curve, nowMs, listedAtMs)
    : steadyAges(curve, left, 0, oldestMs)
  const { low, mid, high, assumptions } = expectedCuts(curve, ages, Math.max(0, deadlineMs - nowMs))
  // Some ended after they were listed.
  const unlisted = listed ? [] : ['sessions are not listed: they are as old as in a pool that runs steadily']
  const scale = left / ages.length
  const band = { low: tenth(low * scale), mid: tenth(mid * scale), high: tenth(high * scale) }
  return { ...told, openAtDeadline: band, assumptions: [`lifetimes by ${from}`, ...unlisted, ...assumptions] }
}

export type Command = { host: string; tty: string | null; command: string }
/** What agents know of a session's ends: who runs there, and since when it is idle. */
export type KnownOfSession = (session: OpenSession) => { command: Command | null; idleMs: number | null }

/** Those that are expected to stay longest come first. */
export function toDrainSessions(
  drain: Drain,
  sessions: readonly OpenSession[],
  { curve }: LifetimeCurve,
  known: KnownOfSession,
  nowMs: number,
): DrainSession[] {
  const leftMs = drain.deadlineMs === null ? HORIZON_MS : Math.max(0, drain.deadlineMs - nowMs)
  return sessions
    .map((session) => {
      const ageMs = Math.max(0, nowMs - session.startedAtMs)
      const chance = curve === null ? null : chanceOpenAfter(curve, ageMs, leftMs).mid
      return { session, ageMs, chance }
    })
    .sort((a, b) => (b.chance ?? 0) - (a.chance ?? 0) || b.ageMs - a.ageMs)
    .slice(0, DRAIN_SESSIONS)
    .map(({ session, ageMs, chance }) => {
      const { client, local, remote, bytesIn, bytesOut } = session
      return {
        client,
        leg: local === null || remote === null ? null : `${local} ${remote}`,
        ageMs: Math.round(ageMs),
        ...{ bytesIn, bytesOut, ...known(session) },
        chanceAtDeadline: chance === null || drain.deadlineMs === null ? null : two(chance),
      }
    })
}
