/** An old worker after a reload: each server that it still has sessions with drains, until they or the worker are gone. */

import type { LoadBalancer } from '../model/load-balancer.ts'
import { countDrain } from './count-drain.ts'
import { type DrainBook, newDrain, newEntry } from './drain-book.ts'

export const oldWorkerName = (pid: number): string => `old-${pid}`

/** Sessions by `pool/server` of one worker's newest whole look. */
function listedOf(
  lb: LoadBalancer,
  worker: string,
): Map<string, { pool: string; server: string; count: number }> {
  const listed = new Map<string, { pool: string; server: string; count: number }>()
  for (const { worker: at, pool, server } of lb.sessions?.values() ?? []) {
    if (at !== worker) continue
    const known = listed.get(`${pool}/${server}`)
    if (known) known.count++
    else listed.set(`${pool}/${server}`, { pool, server, count: 1 })
  }
  return listed
}

/** Only of those that the master named: of others the log alone tells when they are gone. */
function endWith(book: DrainBook, lb: LoadBalancer, nowMs: number): void {
  const alive = new Set(lb.oldWorkers.map((worker) => worker.pid))
  for (const entry of book.entries.values()) {
    if (entry.pid === null || entry.drain.loadBalancer !== lb.name || entry.over !== null) continue
    if (alive.has(entry.pid) || !lb.sessionsAtMs?.has(oldWorkerName(entry.pid))) continue
    entry.over = { atMs: Math.max(nowMs, entry.leftAtMs), because: 'gone' }
    forgetSessions(lb, oldWorkerName(entry.pid))
  }
}

function forgetSessions(lb: LoadBalancer, worker: string): void {
  for (const [key, session] of lb.sessions ?? []) if (session.worker === worker) lb.sessions?.delete(key)
  lb.sessionsAtMs?.delete(worker)
}

/** Writes into `book`. */
export function advanceSoftStops(book: DrainBook, lb: LoadBalancer, nowMs: number): void {
  for (const { pid, sinceMs } of lb.oldWorkers) {
    const worker = oldWorkerName(pid)
    const atMs = lb.sessionsAtMs?.get(worker)
    if (atMs === undefined) continue
    const listed = listedOf(lb, worker)
    for (const { pool, server } of listed.values()) {
      const key = `${lb.name}/${pool}/${server} ${pid}`
      if (book.entries.has(key)) continue
      const drain = newDrain({ loadBalancer: lb.name, pool, server }, 'soft-stop', {
        atMs: sinceMs,
        errorMs: 1_000,
      })
      book.entries.set(key, newEntry(key, { ...drain, id: `${drain.id} ${pid}` }, pid))
    }
    for (const entry of book.entries.values()) {
      if (entry.pid !== pid || entry.drain.loadBalancer !== lb.name) continue
      const sessions = listed.get(`${entry.drain.pool}/${entry.drain.server}`)?.count ?? 0
      countDrain(entry, { atMs, sessions, total: null, admits: false })
      if (sessions === 0 && entry.emptySinceMs !== null)
        entry.over ??= { atMs: entry.emptySinceMs, because: 'empty' }
    }
  }
  endWith(book, lb, nowMs)
}
