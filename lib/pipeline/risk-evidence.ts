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

type Row = {
  served: number
  failed: number
  spentMs: number
  timed: number
  sessions: number
  queued: number
}

/** By Little's law connections ÷ throughput is response time; HAProxy's own average lags 1,024 requests behind. */
function readRow(rows: Float32Array, start: number, byLog: boolean): Row {
  const failed = rows[start + LOAD.failed]!
  const polled = Math.max(0, rows[start + LOAD.polled]! - failed)
  const logged = rows[start + LOAD.logged]!
  const sessions = rows[start + LOAD.sessions]!
  const queued = rows[start + LOAD.queued]!
  if (byLog)
    return { served: logged, failed, spentMs: rows[start + LOAD.spentMs]!, timed: logged, sessions, queued }
  return { served: polled, failed, spentMs: sessions * 1000, timed: polled, sessions, queued }
}

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

const EMPTY: Row = { served: 0, failed: 0, spentMs: 0, timed: 0, sessions: 0, queued: 0 }

/** Oldest first, the newest `most` seconds before this one; the running second is not over and left out. */
export function capacitySeconds(
  server: Server,
  nowMs: number,
  most = LOAD_SECONDS,
  overS = OVER_S,
): CapacitySecond[] {
  const { load } = server
  if (!load) return []
  const byLog = toldByLog(server)
  const last = Math.floor(nowMs / 1000) - 1
  const window: Row[] = []
  const found: CapacitySecond[] = []
  let heard = 0
  for (let second = last - most - overS + 1; second <= last; second++) {
    const at = ((second % LOAD_SECONDS) + LOAD_SECONDS) % LOAD_SECONDS
    const known = load.seconds[at] === second
    const row = known ? readRow(load.rows, at * LOAD_FIELDS, byLog) : EMPTY
    heard = known ? heard + 1 : 0
    window.push(row)
    if (window.length > overS) window.shift()
    if (heard < overS) continue
    const sum = { ...EMPTY }
    for (const one of window) {
      sum.served += one.served
      sum.failed += one.failed
      sum.spentMs += one.spentMs
      sum.timed += one.timed
    }
    if (sum.timed === 0 || sum.failed > MOST_FAILED * (sum.served + sum.failed)) continue
    found.push({
      throughputPerS: sum.served / overS,
      responseMs: Math.max(LEAST_RESPONSE_MS, sum.spentMs / sum.timed),
      queued: row.queued,
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
