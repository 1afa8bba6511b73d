/** Where pages get their first picture from: the store, or nothing when there is none yet. */

import type { EventView, LiveSnapshot, PoolView } from '#lib/views/live-view'

/** One moment of one pool on its page: totals and each server by name. */
export type PoolMoment = {
  atMs: number
  total: Numbers
  servers: Record<string, Numbers>
}
export type Numbers = {
  sessions: number | null
  requestRate: number | null
  failureRate: number | null
  queue: number | null
  responseTimeMs: number | null
}
export type StoredPool = { pool: PoolView | null; moments: PoolMoment[]; events: EventView[] }

export async function readLiveSnapshot(): Promise<LiveSnapshot | null> {
  return null
}

export async function readPool(_id: string, _fromMs: number, _toMs: number): Promise<StoredPool> {
  return { pool: null, moments: [], events: [] }
}
