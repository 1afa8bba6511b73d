/** Follows drains from their beginning to their verdict: sessions, log lines and announcements in, drains in the world out. */

import { forecastDrain, toDrainSessions } from '../detectors/pools/forecast-drain.ts'
import { judgeDrain } from '../detectors/pools/judge-drain.ts'
import { knownOfSession } from '../detectors/pools/known-of-session.ts'
import {
  createLifetimes,
  curveOf,
  fadeLifetimes,
  type HeldBack,
  type KeptLifetimes,
  keepLifetimes,
  type LifetimeCurve,
  noteEnded,
  type PoolLifetimes,
  settleHeldBack,
  usuallyBroken,
} from '../detectors/pools/pool-lifetimes.ts'
import { unlistedOf } from '../detectors/pools/unlisted-of.ts'
import type { DrainEntry } from '../model/drain-entry.ts'
import type { GracePeriod } from '../model/grace-period.ts'
import type { LoadBalancer, OpenSession, World } from '../model/load-balancer.ts'
import { type ClockOffset, logTime, spanOf } from '../model/log-time.ts'
import type { LogReading } from '../model/reading.ts'
import type { SessionsReading } from '../model/stats-reading.ts'
import { advanceDrains } from '../state/advance-drains.ts'
import { announceGracePeriod } from '../state/announce-grace-period.ts'
import { applySessions } from '../state/apply-sessions.ts'
import { oldWorkerName } from '../state/count-soft-stop.ts'
import { createDrainBook } from '../state/drain-book.ts'
import { lookBeforeDrains } from '../state/look-before-drain.ts'
import { addEnd, drainOf, LATE_MS, noteDrainEnd } from '../state/note-drain-end.ts'
import { noteProxyStopped } from '../state/soft-stop-from-log.ts'

/** A drain is judged no more often than this. */
export const JUDGE_EVERY_MS = 1_000
/** Clocks and looks agree on a session's end to this. */
const SAME_END_MS = 2_000
/** Termination states: killed by an operator, a hard stop or a server marked down; broken off by the server. */
const isKilled = (state: string | null) => state !== null && (state[0] === 'K' || state[0] === 'D')
const isBroken = (state: string | null) =>
  state !== null && state[0] === 'S' && (state[1] === 'H' || state[1] === 'D' || state[1] === 'L')
const addressOf = (ip: string, port: number | null) => `${ip.includes(':') ? `[${ip}]` : ip}:${port}`
/** Pools whose lifetimes are held. */
export const MAX_LIFETIMES = 2_000

/** Plain JSON: what goes on after a restart of the dashboard. */
export type KeptDrains = { version: 1; atMs: number; entries: DrainEntry[]; lifetimes: KeptLifetimes[] }

export type Drains = ReturnType<typeof createDrains>

export function createDrains(world: World, touch: (poolId: string) => void) {
  const book = createDrainBook()
  const lifetimes = new Map<string, PoolLifetimes>()
  /** By load balancer: since when its log has been heard. */
  const loggedSinceMs = new Map<string, number>()
  /** By load balancer: whose sessions are listed, old processes that only the log tells of among them. */
  const workers = new Map<string, string[]>()
  let judgedAtMs = 0

  function lifetimesOf(poolId: string, nowMs: number): PoolLifetimes | null {
    const known = lifetimes.get(poolId)
    if (known) return known
    if (lifetimes.size >= MAX_LIFETIMES) return null
    const created = createLifetimes(nowMs)
    lifetimes.set(poolId, created)
    return created
  }

  /** One line's pool is mostly that of the line before. */
  let last: { loadBalancer: string; pool: string; of: PoolLifetimes } | null = null
  function loggedLifetimes(loadBalancer: string, pool: string, nowMs: number): PoolLifetimes | null {
    if (last && last.pool === pool && last.loadBalancer === loadBalancer) return last.of
    const of = lifetimesOf(`${loadBalancer}/${pool}`, nowMs)
    if (of) last = { loadBalancer, pool, of }
    return of
  }

  function takeSessions(reading: SessionsReading) {
    const logged = loggedSinceMs.has(reading.loadBalancer)
    for (const { session, endedAtMs } of applySessions(world, reading)) {
      const { pool, server, worker, client } = session
      const pid = Number(/^old-(\d+)$/.exec(worker)?.[1] ?? Number.NaN)
      const key = `${reading.loadBalancer}/${pool}/${server}`
      const entry = drainOf(book, { key, pid: Number.isNaN(pid) ? null : pid }, endedAtMs)
      const of = lifetimesOf(`${reading.loadBalancer}/${pool}`, reading.atMs)
      const ageMs = Math.max(0, endedAtMs - session.startedAtMs)
      const watchedSinceMs = session.firstSeenMs
      const ended = { atMs: endedAtMs, ageMs, watchedSinceMs, cut: false, drain: entry?.key ?? null }
      if (of) noteEnded(of, 'looked', ended)
      if (!entry || logged) continue
      addEnd(
        entry,
        { atMs: endedAtMs, ageMs, client: client.slice(0, client.lastIndexOf(':')), how: 'closed' },
        null,
      )
    }
  }

  /** A look may have listed it that is older than its end. */
  function forget(lb: LoadBalancer, client: string, endedAtMs: number) {
    for (const worker of workers.get(lb.name) ?? lb.sessionsAtMs?.keys() ?? []) {
      const key = `${worker} ${client}`
      const session = lb.sessions?.get(key)
      if (session && session.startedAtMs <= endedAtMs && session.seenAtMs <= endedAtMs + SAME_END_MS)
        lb.sessions?.delete(key)
    }
  }

  /** Nobody signed for it, but it ended with those that were cut. */
  function wasCut({ drain, atMs }: HeldBack): boolean {
    const cut = book.entries.get(drain)?.drain.cut
    return cut?.by['process gone'] !== undefined && atMs >= cut.firstAtMs && atMs <= cut.lastAtMs
  }

  return {
    takeSessions,
    /** A line that two sources give is to come once. */
    takeLog(reading: LogReading, loadBalancer: string, clock: ClockOffset | null) {
      const { record, atMs } = reading
      const lb = world.loadBalancers.get(loadBalancer)
      if (record.kind === 'proxy-state' && record.to === 'stopped' && record.pid !== undefined && lb) {
        const { proxy, pid } = record
        noteProxyStopped(book, lb, { proxy, pid, atMs: logTime(reading, clock).atMs })
      }
      if (record.kind !== 'request' && record.kind !== 'session') return
      const { pool, server, timers, termination } = record
      if (!lb || pool === null || server === null || server.startsWith('<')) return
      if (record.loggedEarly || timers.totalMs === null) return
      if (!loggedSinceMs.has(loadBalancer)) loggedSinceMs.set(loadBalancer, atMs)
      const { endedAtMs } = spanOf(record, logTime(reading, clock).atMs)
      const entry = noteDrainEnd(book, lb, record, endedAtMs)
      const of = loggedLifetimes(loadBalancer, pool, atMs)
      if (of) {
        const isCut = (entry?.ends.at(-1)?.how ?? (isKilled(termination) ? 'killed' : 'done')) === 'killed'
        if (entry === null) of.usual.ended++
        if (entry === null && isBroken(termination)) of.usual.broken++
        of.loggedSinceMs ??= loggedSinceMs.get(loadBalancer)!
        const watchedSinceMs = of.loggedSinceMs
        const drain = entry?.key ?? null
        noteEnded(of, 'logged', { atMs: endedAtMs, ageMs: timers.totalMs, watchedSinceMs, cut: isCut, drain })
      }
      // Who it was is asked for only where sessions are listed.
      if (lb.sessions?.size && record.client.ip !== null)
        forget(lb, addressOf(record.client.ip, record.client.port), endedAtMs)
      if (entry) judgedAtMs = Math.min(judgedAtMs, atMs - JUDGE_EVERY_MS)
    },
    /** False where it names no server that is known. */
    announce(told: GracePeriod): boolean {
      judgedAtMs = 0
      return announceGracePeriod(book, world, told) > 0
    },
    /** Call it after input and each 250 ms. */
    advance(nowMs: number) {
      lookBeforeDrains(book, world)
      if (Math.abs(nowMs - judgedAtMs) < JUDGE_EVERY_MS) return
      judgedAtMs = nowMs
      for (const one of lifetimes.values()) {
        settleHeldBack(one, nowMs, wasCut)
        fadeLifetimes(one, nowMs)
      }
      advanceDrains(book, world, nowMs)
      const stopped = [...book.entries.values()].filter(({ pid }) => pid !== null)
      for (const { name, sessionsAtMs } of world.loadBalancers.values()) {
        const own = stopped.filter(({ drain }) => drain.loadBalancer === name)
        const old = own.map(({ pid }) => oldWorkerName(pid!))
        workers.set(name, [...new Set([...(sessionsAtMs?.keys() ?? []), ...old])])
      }
      const curves = new Map<string, LifetimeCurve>()
      const known = knownOfSession(world, nowMs)
      for (const entry of book.entries.values()) {
        const { drain } = entry
        if (drain.endedAtMs !== null && nowMs - drain.endedAtMs > LATE_MS + JUDGE_EVERY_MS) continue
        const lb = world.loadBalancers.get(drain.loadBalancer)
        if (!lb) continue
        const poolId = `${drain.loadBalancer}/${drain.pool}`
        const open = [...(lb.sessions?.values() ?? [])].filter((one) => one.pool === drain.pool)
        const curve =
          curves.get(poolId) ?? curveOf(lifetimes.get(poolId), open, unlistedOf(lb, drain.pool, nowMs), nowMs)
        curves.set(poolId, curve)
        const worker = entry.pid === null ? null : `old-${entry.pid}`
        const isOf = ({ server, worker: at }: OpenSession) =>
          server === drain.server && (worker === null ? !at.startsWith('old-') : at === worker)
        const sessions = drain.endedAtMs === null ? open.filter(isOf) : []
        const logged = loggedSinceMs.has(lb.name)
        const given = {
          sessions,
          known,
          curve: curve.settled,
          usuallyBroken: usuallyBroken(lifetimes.get(poolId)),
          logged,
          nowMs,
        }
        drain.forecast = forecastDrain(
          drain,
          sessions,
          curve,
          nowMs,
          lb.sessionsAtMs?.get(worker ?? '') ?? null,
        )
        drain.sessions = toDrainSessions(drain, sessions, curve, known, nowMs)
        Object.assign(drain, judgeDrain(entry, given))
        touch(poolId)
      }
    },
    /** Something of it drains now, by what is in the book. */
    isDraining: (loadBalancer: string) =>
      [...book.entries.values()].some(
        ({ drain }) => drain.loadBalancer === loadBalancer && drain.endedAtMs === null,
      ),
    kept(nowMs: number): KeptDrains {
      const entries = [...book.entries.values()].filter((one) => !one.closed || one.drain.endedAtMs === null)
      const openOf = (poolId: string) => {
        const slash = poolId.indexOf('/')
        const lb = world.loadBalancers.get(poolId.slice(0, slash))
        return [...(lb?.sessions?.values() ?? [])].filter((one) => one.pool === poolId.slice(slash + 1))
      }
      const kept = [...lifetimes].map(([id, one]) => keepLifetimes(id, one, openOf(id), nowMs))
      return { version: 1, atMs: nowMs, entries, lifetimes: kept }
    },
    seed({ entries, lifetimes: before, atMs }: KeptDrains) {
      for (const entry of entries) book.entries.set(entry.key, entry)
      last = null
      for (const [id, logged, looked] of before)
        lifetimes.set(id, { ...createLifetimes(atMs), logged, looked })
    },
  }
}
