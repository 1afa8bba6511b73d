/** Links, addresses, neighbours and routes as last announced, and what each announcement changed. */

import type { HostChange, HostReport } from '../lib/model/host-report.ts'
import type { Announcement } from '../lib/sources/host/parse-monitor-line.ts'

export type ListName = 'links' | 'addresses' | 'neighbours' | 'routes'
export const LISTS: Record<Announcement['what'], ListName> = {
  link: 'links',
  address: 'addresses',
  neighbour: 'neighbours',
  route: 'routes',
}
export const MAX_NEIGHBOURS = 4096
export const MAX_ROUTES = 1024
const MAX_ADDRESSES = 4096
const LIMITS = { link: 1024, address: MAX_ADDRESSES, neighbour: MAX_NEIGHBOURS, route: MAX_ROUTES }

type Reading = Announcement['reading']
/** What an announcement did: `news` is worth a report at once. */
export type Effect = { list: ListName; change: HostChange | null; news: boolean } | null

export type KernelPicture = {
  apply: (announcement: Announcement, atMs: number) => Effect
  /** Puts a complete list in place and answers what it says that was not announced. */
  replace: (
    what: Announcement['what'],
    readings: readonly Reading[],
    atMs: number,
  ) => { changes: HostChange[]; differs: boolean }
  lists: () => Required<Pick<HostReport, ListName>>
  overflowed: () => string[]
}

export function createKernelPicture(): KernelPicture {
  const maps = {
    link: new Map<string, Reading>(),
    address: new Map<string, Reading>(),
    neighbour: new Map<string, Reading>(),
    route: new Map<string, Reading>(),
  }
  const full = new Set<string>()

  function put(what: Announcement['what'], key: string, to: Reading | null): boolean {
    const map = maps[what]
    if (to === null) map.delete(key)
    else if (map.size < LIMITS[what] || map.has(key)) map.set(key, to)
    else {
      full.add(LISTS[what])
      return false
    }
    return true
  }

  return {
    apply({ what, reading, gone }, atMs) {
      const key = keyOf(what, reading)
      const from = maps[what].get(key) ?? null
      const to = gone ? null : keepType(reading, from)
      if (same(from, to) || !put(what, key, to)) return null
      const news = isNews(what, from, to)
      const change = news ? ({ atMs, what, from, to } as HostChange) : null
      return { list: LISTS[what], change, news }
    },
    replace(what, readings, atMs) {
      const before = maps[what]
      const changes: HostChange[] = []
      let differs = false
      maps[what] = new Map()
      for (const reading of readings) {
        const key = keyOf(what, reading)
        put(what, key, reading)
        const from = before.get(key) ?? null
        before.delete(key)
        if (same(from, reading)) continue
        differs = true
        if (isNews(what, from, reading)) changes.push({ atMs, what, from, to: reading } as HostChange)
      }
      for (const from of before.values())
        if (isNews(what, from, null)) changes.push({ atMs, what, from, to: null } as HostChange)
      return { changes, differs: differs || before.size > 0 }
    },
    lists: () =>
      ({
        links: [...maps.link.values()],
        addresses: [...maps.address.values()],
        neighbours: [...maps.neighbour.values()],
        routes: [...maps.route.values()],
      }) as Required<Pick<HostReport, ListName>>,
    overflowed: () => [...full],
  }
}

function keyOf(what: Announcement['what'], reading: Reading): string {
  const one = reading as unknown as Record<string, unknown>
  if (what === 'link') return `${one.name}`
  if (what === 'route') return `${one.family} ${one.destination} ${one.metric} ${one.via} ${one.link}`
  return `${one.link} ${one.address}`
}

/** Announcements of a link do not carry its type. */
function keepType(to: Reading, from: Reading | null): Reading {
  if (!from || !('loopback' in to) || !('loopback' in from)) return to
  return to.type === null ? { ...to, type: from.type } : to
}

function same(a: Reading | null, b: Reading | null): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** A neighbour that only ages (reachable, stale, delay, probe) is no news; another MAC or none at all is. */
function isNews(what: Announcement['what'], from: Reading | null, to: Reading | null): boolean {
  if (what !== 'neighbour') return true
  const [before, after] = [
    from as { mac: string | null } | null,
    to as { mac: string | null; state: string } | null,
  ]
  // The kernel forgets what nobody asks for: an entry that came or went says nothing by itself.
  if (!after) return false
  return !before || before.mac !== after.mac || after.state === 'failed' || after.state === 'incomplete'
}
