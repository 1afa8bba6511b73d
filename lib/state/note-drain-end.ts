/** A logged session of a draining server: it left of itself, the server broke it off, or HAProxy killed it. */

import type { DrainEnd, DrainEntry } from '../model/drain-entry.ts'
import type { LoadBalancer } from '../model/load-balancer.ts'
import type { RequestRecord, SessionRecord } from '../model/log-record.ts'
import { type DrainBook, MAX_ENDS } from './drain-book.ts'
import { countLogged, softStopOf } from './soft-stop-from-log.ts'

/** A line may come this long after the drain was over. */
export const LATE_MS = 5_000

/** First letter of the termination state: K an operator or a hard stop, D a server marked down. */
function howItEnded({ kind, termination, ...rest }: RequestRecord | SessionRecord): DrainEnd['how'] {
  const state = termination ?? '--'
  if (/^[KD]/.test(state)) return 'killed'
  if (/^S[HDL]/.test(state)) return 'broken'
  const tunnel = kind === 'session' || ('status' in rest && rest.status === 101)
  return tunnel && !/^[Cc]/.test(state) ? 'closed' : 'done'
}

/** `by` is the letter of who killed it. */
export function addEnd(entry: DrainEntry, end: DrainEnd, by: string | null): void {
  entry.ends.push(end)
  if (entry.ends.length > MAX_ENDS) entry.ends.shift()
  entry.leftAtMs = Math.max(entry.leftAtMs, end.atMs)
  if (by === null) return
  entry.killed ??= { by: {}, firstAtMs: end.atMs, lastAtMs: end.atMs }
  entry.killed.by[by] = (entry.killed.by[by] ?? 0) + 1
  entry.killed.firstAtMs = Math.min(entry.killed.firstAtMs, end.atMs)
  entry.killed.lastAtMs = Math.max(entry.killed.lastAtMs, end.atMs)
}

/** The drain that a session of this server and process belongs to; null where it does not drain. */
export function drainOf(
  book: DrainBook,
  server: { key: string; pid: number | null },
  endedAtMs: number,
): DrainEntry | null {
  const ofWorker = server.pid === null ? undefined : book.entries.get(`${server.key} ${server.pid}`)
  const entry = ofWorker ?? book.entries.get(server.key)
  if (!entry || endedAtMs < entry.drain.startedAtMs - entry.drain.startedErrorMs) return null
  const { endedAtMs: over } = entry.drain
  return over !== null && endedAtMs > over + LATE_MS ? null : entry
}

/** Writes into `book`; answers with the drain where the server drains, else null. */
export function noteDrainEnd(
  book: DrainBook,
  lb: LoadBalancer,
  record: RequestRecord | SessionRecord,
  endedAtMs: number,
): DrainEntry | null {
  if (book.entries.size === 0 && book.stoppedMs.size === 0) return null
  const { pool, server, pid = null, termination, timers } = record
  if (pool === null || server === null) return null
  const how = howItEnded(record)
  const told = drainOf(book, { key: `${lb.name}/${pool}/${server}`, pid }, endedAtMs)
  const entry =
    how === 'killed' && told?.pid !== pid
      ? (softStopOf(book, lb, { pool, server, pid, endedAtMs }) ?? told)
      : told
  if (entry === null) return null
  const end = { atMs: endedAtMs, ageMs: timers.totalMs ?? 0, client: record.client.ip ?? '', how }
  addEnd(entry, end, how === 'killed' ? termination![0]! : null)
  countLogged(entry, lb, endedAtMs)
  return entry
}
