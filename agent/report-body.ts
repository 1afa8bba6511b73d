/** A report without its head: what the spool keeps, and how two neighbours become one. */

import type { HostReport, SocketsReading } from '../lib/model/host-report.ts'

export type ReportBody = Omit<HostReport, 'kind' | 'host' | 'session' | 'seq' | 'keptFrom' | 'atMs' | 'clock'>

/** Changes that one merged report keeps; the oldest go first. */
export const MAX_MERGED_CHANGES = 20_000
const MAX_MERGED_RESETS = 2_000

/** `later` wins; changes and resets of both are kept in order, socket deltas are put one upon the other. */
export function mergeBodies(earlier: ReportBody, later: ReportBody): ReportBody {
  const merged: ReportBody = { ...earlier, ...later }
  const changes = [...(earlier.changes ?? []), ...(later.changes ?? [])]
  if (changes.length) merged.changes = changes.slice(-MAX_MERGED_CHANGES)
  const resets = [...(earlier.resets ?? []), ...(later.resets ?? [])]
  if (resets.length) merged.resets = resets.slice(-MAX_MERGED_RESETS)
  if (earlier.sockets && later.sockets) merged.sockets = mergeSockets(earlier.sockets, later.sockets)
  return merged
}

/** Sockets that came and went in between leave no trace. */
function mergeSockets(earlier: SocketsReading, later: SocketsReading): SocketsReading {
  if (later.full) return later
  const put = new Map(earlier.put.map((one) => [`${one.local} ${one.remote}`, one]))
  const gone = new Set(earlier.gone)
  for (const key of later.gone) {
    put.delete(key)
    gone.add(key)
  }
  for (const one of later.put) {
    const key = `${one.local} ${one.remote}`
    // The older detail still holds where the newer look was a quick one.
    put.set(key, one.detail ? one : { ...one, detail: put.get(key)?.detail ?? null })
    gone.delete(key)
  }
  return { ...later, full: earlier.full, put: [...put.values()], gone: earlier.full ? [] : [...gone] }
}
