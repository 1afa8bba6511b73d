/** A host's TCP table over many looks: what is there since when, and what was there lately. */

import { endpointOf, plainEndpoint, plainSocketKey } from '../model/endpoint.ts'
import type { Host, KnownSocket, SocketIndex } from '../model/host.ts'
import type { SocketReading, SocketsReading } from '../model/host-report.ts'
import { stuckSince } from './stuck-since.ts'

/** Sockets of one host that are kept; a table with more counts as sampled. */
export const MAX_SOCKETS = 100_000
/** Sockets that are gone are remembered this long, and so many. */
export const MEMORY_MS = 600_000
export const MAX_GONE = 5_000
export const MAX_LOOKS = 16

export const emptyIndex = (): SocketIndex => ({
  byRemoteAddress: new Map(),
  byLocal: new Map(),
  stuck: new Set(),
  gone: [],
})

export const socketKey = (socket: { local: string; remote: string }) => `${socket.local} ${socket.remote}`

function link(map: Map<string, Set<string>>, name: string, key: string) {
  const keys = map.get(name)
  if (keys) keys.add(key)
  else map.set(name, new Set([key]))
}

function unlink(map: Map<string, Set<string>>, name: string, key: string) {
  const keys = map.get(name)
  keys?.delete(key)
  if (keys?.size === 0) map.delete(name)
}

function markGone(host: Host, index: SocketIndex, key: string, atMs: number) {
  const socket = host.sockets.get(key)
  if (socket === undefined || socket.goneAtMs !== null) return
  socket.goneAtMs = atMs
  index.gone.push(key)
  index.stuck.delete(key)
  unlink(index.byRemoteAddress, endpointOf(socket.remote).address, key)
  unlink(index.byLocal, socket.local, key)
}

/** Memories that are too old or too many. */
function forgetGone(host: Host, index: SocketIndex, nowMs: number) {
  let cut = 0
  for (const key of index.gone) {
    const socket = host.sockets.get(key)
    const goneAtMs = socket?.goneAtMs ?? null
    const keep = goneAtMs !== null && goneAtMs > nowMs - MEMORY_MS && index.gone.length - cut <= MAX_GONE
    if (keep) break
    if (goneAtMs !== null) host.sockets.delete(key)
    cut++
  }
  if (cut > 0) index.gone = index.gone.slice(cut)
}

function put(
  host: Host,
  index: SocketIndex,
  reading: SocketReading,
  atMs: number,
  previousMs: number | null,
) {
  const [local, remote] = [plainEndpoint(reading.local), plainEndpoint(reading.remote)]
  const key = `${local} ${remote}`
  const known = host.sockets.get(key)
  const before = known?.goneAtMs === null ? known : undefined
  if (before === undefined && host.sockets.size >= MAX_SOCKETS) return
  const stuckSinceMs = stuckSince(before, reading, atMs, previousMs)
  const socket: KnownSocket = {
    ...reading,
    local,
    remote,
    detail: reading.detail ?? before?.detail ?? null,
    process: reading.process ?? before?.process ?? null,
    firstSeenMs: before?.firstSeenMs ?? atMs,
    detailAtMs: reading.detail === null ? (before?.detailAtMs ?? null) : atMs,
    stuckSinceMs,
    goneAtMs: null,
  }
  host.sockets.set(key, socket)
  if (stuckSinceMs === null) index.stuck.delete(key)
  else index.stuck.add(key)
  if (before !== undefined) return
  link(index.byRemoteAddress, endpointOf(remote).address, key)
  link(index.byLocal, local, key)
}

/**
 * `toMs` turns the host's time into the dashboard's. After a gap in the reports `host.looks` is empty:
 * then only a full look makes the table whole again.
 */
export function applySockets(host: Host, reading: SocketsReading, toMs: (hostMs: number) => number): void {
  host.socketIndex ??= emptyIndex()
  const index = host.socketIndex
  const [atMs, endedAtMs] = [toMs(reading.atMs), toMs(reading.endedAtMs)]
  const previousMs = host.looks.at(-1)?.atMs ?? null
  if (reading.full) {
    const now = new Set(reading.put.map((one) => plainSocketKey(socketKey(one))))
    for (const [key, socket] of host.sockets)
      if (socket.goneAtMs === null && !now.has(key)) markGone(host, index, key, atMs)
  }
  for (const key of reading.gone) markGone(host, index, plainSocketKey(key), atMs)
  for (const one of reading.put) put(host, index, one, atMs, previousMs)
  forgetGone(host, index, atMs)
  if (!reading.full && previousMs === null) return
  const sampled = reading.total > MAX_SOCKETS ? Math.min(reading.sampled, 0.99) : reading.sampled
  host.looks.push({ atMs, endedAtMs, sampled, total: reading.total })
  if (host.looks.length > MAX_LOOKS) host.looks.shift()
}
