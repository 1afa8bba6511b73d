/** One update laid over the snapshot before it; what did not change keeps its identity, so that nothing is redrawn for it. */

import {
  EVENT_TAPE,
  type EventView,
  type LiveSnapshot,
  type LiveUpdate,
  type PoolView,
  STRIP_SECONDS,
} from './live-view.ts'
import { ALL_HOSTS } from './network-view.ts'

export type Patched =
  | { ok: true; snapshot: LiveSnapshot }
  /** `gap`: an update is missing, ask for a snapshot. `old`: already contained. `unknown-pool`: refers to nothing known. */
  | { ok: false; reason: 'gap' | 'old' | 'unknown-pool' }

/** Never changes `snapshot`; times in `update` are the server's. */
export function patchLive(snapshot: LiveSnapshot, update: LiveUpdate): Patched {
  if (update.seq <= snapshot.seq) return { ok: false, reason: 'old' }
  if (update.seq !== snapshot.seq + 1) return { ok: false, reason: 'gap' }
  const pools = patchPools(snapshot.pools, update)
  if (pools === null) return { ok: false, reason: 'unknown-pool' }
  return {
    ok: true,
    snapshot: {
      seq: update.seq,
      atMs: update.atMs,
      headline: update.headline ?? snapshot.headline,
      loadBalancers: update.loadBalancers ?? snapshot.loadBalancers,
      sources: update.sources ?? snapshot.sources,
      pools,
      events: update.events ? mergeEvents(snapshot.events, update.events) : snapshot.events,
      strips: patchStrips(snapshot.strips, update),
      hosts: update.hosts ?? snapshot.hosts,
      vips: update.vips ?? snapshot.vips,
      incidents: update.incidents ?? snapshot.incidents,
      networkStrips: patchNetworkStrips(snapshot.networkStrips, update),
    },
  }
}

function patchPools(before: PoolView[], update: LiveUpdate): PoolView[] | null {
  const { pools, removedPools, servers, numbers, freshness, drains, risks } = update
  if (!pools && !removedPools && !servers && !numbers && !freshness && !drains && !risks) return before
  const byId = new Map(before.map((pool) => [pool.id, pool]))
  for (const id of removedPools ?? []) byId.delete(id)
  for (const pool of pools ?? []) byId.set(pool.id, pool)
  const copied = new Set<string>()
  const writable = (id: string): PoolView | null => {
    const pool = byId.get(id)
    if (!pool) return null
    if (copied.has(id)) return pool
    copied.add(id)
    const copy = { ...pool, servers: pool.servers.slice() }
    byId.set(id, copy)
    return copy
  }
  for (const [id, index, server] of servers ?? []) {
    const pool = writable(id)
    if (!pool || index > pool.servers.length) return null
    pool.servers[index] = server
  }
  for (const [id, own, each] of numbers ?? []) {
    const pool = writable(id)
    if (!pool) return null
    pool.numbers = own
    for (const [index, values] of each) {
      const server = pool.servers[index]
      if (!server) return null
      pool.servers[index] = { ...server, numbers: values }
    }
  }
  for (const [id, own] of drains ?? []) {
    const pool = writable(id)
    if (!pool) return null
    const { drains: _, ...rest } = pool
    byId.set(id, own.length > 0 ? { ...rest, drains: own } : rest)
  }
  for (const [id, risk] of risks ?? []) {
    const pool = writable(id)
    if (!pool) return null
    pool.risk = risk
  }
  for (const [id, fresh] of freshness ?? []) {
    const pool = writable(id)
    if (!pool) return null
    pool.fresh = fresh
  }
  return [...byId.values()]
}

/** Newest first; an event of a known id replaces it. */
export function mergeEvents(before: EventView[], news: EventView[]): EventView[] {
  const newIds = new Set(news.map((event) => event.id))
  const merged = [...news, ...before.filter((event) => !newIds.has(event.id))]
  return merged.sort((a, b) => b.atMs - a.atMs).slice(0, EVENT_TAPE)
}

function patchStrips(before: LiveSnapshot['strips'], update: LiveUpdate): LiveSnapshot['strips'] {
  if (!update.strips?.length && !update.removedPools?.length) return before
  const strips = { ...before }
  for (const id of update.removedPools ?? []) delete strips[id]
  for (const [id, second] of update.strips ?? []) strips[id] = placeSecond(strips[id] ?? [], second)
  return strips
}

/** An address that is no longer drawn takes its strip along. */
function patchNetworkStrips(before: LiveSnapshot['networkStrips'], update: LiveUpdate) {
  if (!update.networkStrips?.length && !update.vips) return before
  const strips = { ...before }
  if (update.vips) {
    const known = new Set([ALL_HOSTS, ...update.vips.map((vip) => vip.address)])
    for (const key of Object.keys(strips)) if (!known.has(key)) delete strips[key]
  }
  for (const [key, second] of update.networkStrips ?? []) strips[key] = placeSecond(strips[key] ?? [], second)
  return strips
}

/** Oldest first; a second already known is amended; a second older than the window is left out. */
export function placeSecond<Second extends { second: number }>(seconds: Second[], second: Second): Second[] {
  let at = seconds.length
  while (at > 0 && seconds[at - 1]!.second > second.second) at--
  const known = at > 0 && seconds[at - 1]!.second === second.second
  const placed = seconds.slice()
  placed.splice(known ? at - 1 : at, known ? 1 : 0, second)
  const oldest = placed[placed.length - 1]!.second - STRIP_SECONDS
  const from = placed.findIndex((each) => each.second > oldest)
  return from > 0 ? placed.slice(from) : placed
}
