/** The seconds that a server carried as evidence of what it can carry, from its log or else from statistics. */

import { LOAD, LOAD_FIELDS, LOAD_SECONDS } from '../model/pool-load.ts'
import type { Server } from '../model/server.ts'
import type { CapacitySecond } from '../risk/capacity-evidence.ts'

/** One second's count is mostly chance: so many are taken together. */
export const OVER_S = 5
/** Below this response times are the machine's own noise: three times as slow means nothing yet. */
export const LEAST_RESPONSE_MS = 10
/** Seconds in which more than this share failed say nothing of what a sound server can do. */
const MOST_FAILED = 0.3
/** The log counts where it told of this share of what statistics counted. */
const LOG_SHARE = 0.5

function toldByLog(server: Server): boolean {
  let logged = 0
  let polled = 0
  const { rows } = server.load!
  for (let at = 0; at < rows.length; at += LOAD_FIELDS) {
    logged += rows[at + LOAD.logged]!
    polled += rows[at + LOAD.polled]!
  }
  return logged > LOG_SHARE * polled
}

/** Oldest first, the newest `most` seconds before this one; the running second is not over and left out. */
export function capacitySeconds(
  server: Server,
  nowMs: number,
  most = LOAD_SECONDS,
  overS = OVER_S,
): CapacitySecond[] {
  const { load } = server
  if (!load) return []
  const { rows, seconds } = load
  const byLog = toldByLog(server)
  const last = Math.floor(nowMs / 1000) - 1
  const found: CapacitySecond[] = []
  let [heard, served, failed, spentMs] = [0, 0, 0, 0]
  /** By Little's law connections ÷ throughput is response time; HAProxy's own average lags 1,024 requests behind. */
  const count = (second: number, sign: 1 | -1) => {
    const start = (second % LOAD_SECONDS) * LOAD_FIELDS
    const wrong = rows[start + LOAD.failed]!
    failed += sign * wrong
    served += sign * (byLog ? rows[start + LOAD.logged]! : Math.max(0, rows[start + LOAD.polled]! - wrong))
    spentMs += sign * (byLog ? rows[start + LOAD.spentMs]! : rows[start + LOAD.sessions]! * 1000)
  }
  for (let second = last - Math.min(most, LOAD_SECONDS - overS) - overS + 1; second <= last; second++) {
    if (seconds[second % LOAD_SECONDS] !== second) {
      heard = served = failed = spentMs = 0
      continue
    }
    if (heard === overS) count(second - overS, -1)
    else heard++
    count(second, 1)
    if (heard < overS || served <= 0 || failed > MOST_FAILED * (served + failed)) continue
    found.push({
      throughputPerS: served / overS,
      responseMs: Math.max(LEAST_RESPONSE_MS, spentMs / served),
      queued: rows[(second % LOAD_SECONDS) * LOAD_FIELDS + LOAD.queued]!,
    })
  }
  return found
}

/** Connections it held at once at most, of late. */
export function mostSessions(server: Server): number {
  let most = 0
  const rows = server.load?.rows
  for (let at = LOAD.sessions; rows && at < rows.length; at += LOAD_FIELDS) most = Math.max(most, rows[at]!)
  return most
}
