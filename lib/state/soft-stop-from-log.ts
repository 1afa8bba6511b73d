/** A soft stop that only the log tells of: nobody can ask the old process any more, each line it writes is one session less. */

import type { DrainEntry } from '../model/drain-entry.ts'
import type { LoadBalancer } from '../model/load-balancer.ts'
import { countDrain } from './count-drain.ts'
import { oldWorkerName } from './count-soft-stop.ts'
import { type DrainBook, newDrain, newEntry } from './drain-book.ts'

/** Processes remembered that said that they stop. */
export const MAX_STOPPED = 200

function openEntry(
  book: DrainBook,
  lb: LoadBalancer,
  at: { pool: string; server: string; pid: number; atMs: number },
): DrainEntry {
  const { pool, server, pid, atMs } = at
  const key = `${lb.name}/${pool}/${server} ${pid}`
  const known = book.entries.get(key)
  if (known) return known
  const drain = newDrain({ loadBalancer: lb.name, pool, server }, 'soft-stop', { atMs, errorMs: 100 })
  const entry = newEntry(key, { ...drain, id: `${drain.id} ${pid}` }, pid)
  book.entries.set(key, entry)
  return entry
}

/** What was listed of the process while it could be asked goes on under its own name. */
function moveSessions(lb: LoadBalancer, pool: string, pid: number): void {
  const worker = oldWorkerName(pid)
  for (const [key, session] of lb.sessions ?? []) {
    if (session.worker !== '' || session.pool !== pool) continue
    lb.sessions?.delete(key)
    lb.sessions?.set(`${worker} ${session.client}`, { ...session, worker })
  }
}

/** `Proxy app stopped`: its process takes no new clients, and goes when those it has are gone. */
export function noteProxyStopped(
  book: DrainBook,
  lb: LoadBalancer,
  { proxy, pid, atMs }: { proxy: string; pid: number; atMs: number },
): void {
  book.stoppedMs.set(`${lb.name} ${pid}`, atMs)
  if (book.stoppedMs.size > MAX_STOPPED) book.stoppedMs.delete(book.stoppedMs.keys().next().value!)
  // The numbers are its own only while it is the one that answers.
  const answers = lb.processes.get('')?.pid === pid
  const pool = lb.pools.get(proxy)
  if (!answers || !pool) return
  for (const server of pool.servers.values()) {
    const sessions = server.gauges?.sessions ?? 0
    if (sessions === 0) continue
    const entry = openEntry(book, lb, { pool: proxy, server: server.name, pid, atMs })
    countDrain(entry, { atMs, sessions, total: null, admits: false })
  }
  moveSessions(lb, proxy, pid)
}

/** A killed session of a process that said it stops, or that is another than the one that answers. */
export function softStopOf(
  book: DrainBook,
  lb: LoadBalancer,
  at: { pool: string; server: string; pid: number | null; endedAtMs: number },
): DrainEntry | null {
  const { pool, server, pid, endedAtMs } = at
  const stoppedMs = pid === null ? undefined : book.stoppedMs.get(`${lb.name} ${pid}`)
  if (pid === null || stoppedMs === undefined) return null
  return openEntry(book, lb, { pool, server, pid, atMs: Math.min(stoppedMs, endedAtMs) })
}

/** One session less, where no look at the old worker counts them. */
export function countLogged(entry: DrainEntry, lb: LoadBalancer, endedAtMs: number): void {
  const { drain, pid } = entry
  if (pid === null || lb.oldWorkers.some((one) => one.pid === pid) || drain.sessionsLeft === null) return
  const sessions = Math.max(0, drain.sessionsLeft - 1)
  const atMs = Math.max(endedAtMs, (entry.lookedAtMs ?? 0) + 1)
  countDrain(entry, { atMs, sessions, total: null, admits: false })
  if (sessions === 0) entry.over ??= { atMs, because: 'empty' }
}
