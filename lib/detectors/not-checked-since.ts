/** A server that lets nobody connect, before its check has had its turn: HAProxy's word is old, not wrong. */

import type { LoadBalancerSettings, ServerSettings } from '../model/check-settings.ts'
import type { Pool } from '../model/pool.ts'
import type { Server } from '../model/server.ts'
import { type CheckTiming, failingCheck, type MsRange, timeToEvict } from '../risk/time-to-evict.ts'
import { settingsOfPool, settingsOfServer, timingOfServer } from './check-timing.ts'
import type { TrafficEvidence } from './traffic-evidence.ts'

export const NOT_CHECKED_SINCE = 'not-checked-since'
/** Most of its failures never had a connection: a check at the same port will not have one either. */
export const UNCONNECTED_SHARE = 0.8
/** From the first failed check's end until HAProxy's word of it is read. */
export const TOLD_LATE_MS = 1_500
/** Checks that are no further apart are waited for without a word (`CHECK_GRACE_MS`). */
export const USUAL_INTER_MS = 2_000

const isElsewhere = ({ checkPort, checkAddress, port, address, kind }: ServerSettings) =>
  kind === 'tracked' ||
  (checkPort.value !== null && checkPort.value !== port) ||
  (checkAddress.value !== null && checkAddress.value !== address)

/** Null where no file tells it, or where the check goes elsewhere than the traffic. */
export function ownTiming(
  settings: LoadBalancerSettings | undefined,
  pool: Pool,
  server: Server,
): CheckTiming | null {
  const line = settingsOfServer(settingsOfPool(settings, pool.name), server.name)
  if (!line || isElsewhere(line)) return null
  const known = timingOfServer(settings, pool.name, server, null)
  return known?.from === 'file' ? known.timing : null
}

/** By the log: its port is closed, or nothing answers a SYN; null where it does not tell which. */
function shapeOf({ detail }: Server): 'refuses' | 'drops' | null {
  const count = (state: string) =>
    (detail?.terminations.now.get(state) ?? 0) + (detail?.terminations.before.get(state) ?? 0)
  const [refused, dropped] = [count('SC'), count('sC')]
  if (refused > 0 === dropped > 0) return null
  return refused > 0 ? 'refuses' : 'drops'
}

/** The longest that it may take until the first check after the failure has failed and is told. */
export function firstCheckWithinMs(timing: CheckTiming, server: Server): number {
  const failing = failingCheck(timing, shapeOf(server) ?? 'drops')?.maxMs ?? 0
  return timing.interMs * (1 + (timing.spreadPercent ?? 0) / 100) + failing + TOLD_LATE_MS
}

/** From the failure's start. */
export function evictedWithin(timing: CheckTiming, server: Server): MsRange {
  const shape = shapeOf(server)
  const soonest = timeToEvict(timing, shape ?? 'refuses')!
  const latest = timeToEvict(timing, shape ?? 'drops')!
  return { minMs: soonest.minMs, maxMs: latest.maxMs }
}

export function isNotCheckedSince(
  settings: LoadBalancerSettings | undefined,
  pool: Pool,
  server: Server,
  { since, unconnectedShare }: TrafficEvidence,
): boolean {
  if (since === null || unconnectedShare < UNCONNECTED_SHARE) return false
  const timing = ownTiming(settings, pool, server)
  // By the newest word: what HAProxy has not said yet proves nothing.
  if (timing === null || timing.interMs <= USUAL_INTER_MS) return false
  return server.claimSeenAtMs - since.atMs <= firstCheckWithinMs(timing, server)
}
